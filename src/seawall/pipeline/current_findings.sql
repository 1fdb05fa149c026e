-- The last revision of each finding: what is held of it now. $raised: true, false, or null for both.
SELECT *
FROM findings
WHERE true
QUALIFY row_number() OVER (PARTITION BY finding_id ORDER BY revision DESC) = 1
    AND ($raised IS NULL OR raised = $raised)
    AND NOT withdrawn
