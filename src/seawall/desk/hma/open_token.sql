-- Which token that is open at this moment has this secret's SHA-256? Its facts, a row for each role of who answers for it.
-- Parameters: when a use is noted again, the SHA-256, the moment. Ended, revoked, or its person gone: no row.
SELECT token.id, token.scopes, token.per_minute,
       CASE WHEN token.used_at IS NULL OR token.used_at < %s THEN 1 ELSE 0 END AS is_use_due,
       granted.role
FROM hma_apitoken AS token
JOIN people_staffmember AS person ON person.id = token.answers_for_id AND person.is_active
LEFT JOIN people_rolegrant AS granted ON granted.staff_id = person.id
WHERE token.secret_sha256 = %s
  AND token.revoked_at IS NULL
  AND (token.ends_at IS NULL OR token.ends_at > %s)
