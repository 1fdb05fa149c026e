"""Ranking: a ranker trained on the desk's own decisions, which may order the queue and never decides anything."""
