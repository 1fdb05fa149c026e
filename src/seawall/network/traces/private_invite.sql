-- Accounts that spread the same invitation to a closed place: links that only who has them can follow.
SELECT
    LOWER(platform) || ':' || COALESCE(account_id, channel_id) AS account,
    target AS item,
    occurred_at AS time,
    post_key
FROM interactions
WHERE kind = 'linked'
  AND occurred_at IS NOT NULL
  AND COALESCE(account_id, channel_id) IS NOT NULL
  AND (
    target LIKE '%/+%'
    OR target LIKE '%/joinchat/%'
    OR target LIKE '%chat.whatsapp.com/%'
    OR target LIKE '%discord.gg/%'
    OR target LIKE '%discord.com/invite/%'
    OR target LIKE '%signal.group/%'
  )
ORDER BY item, time, account
