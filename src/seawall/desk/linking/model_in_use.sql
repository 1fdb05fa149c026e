-- Which model links now? Its number, and what tells its row from another one of that number.
SELECT id, sha256, label, origin FROM linking_linkmodel WHERE is_active
