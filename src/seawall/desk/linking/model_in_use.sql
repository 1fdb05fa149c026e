-- Which model links now? Its number, and what tells its row from another one of that number; and is the model that
-- this Seawall ships (by its digest) kept here, too?
SELECT id, sha256, label, origin, EXISTS (SELECT 1 FROM linking_linkmodel WHERE sha256 = %s)
FROM linking_linkmodel WHERE is_active
