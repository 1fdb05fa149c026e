-- Accounts that lead from the same source to the same sink: a post that reshares one thing and links to another.
SELECT
    LOWER(source.platform) || ':' || COALESCE(source.account_id, source.channel_id) AS account,
    source.target || ' → ' || sink.target AS item,
    source.occurred_at AS time,
    source.post_key AS post_key
FROM interactions AS source
JOIN interactions AS sink ON sink.post_key = source.post_key
WHERE source.kind = 'reshared'
  AND sink.kind = 'linked'
  AND source.occurred_at IS NOT NULL
  AND COALESCE(source.account_id, source.channel_id) IS NOT NULL
ORDER BY item, time, account
