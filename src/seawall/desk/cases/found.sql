-- The last revision of each finding, withdrawn ones included, with the observation that it is about; by time of the post.
WITH
current AS (
    SELECT *
    FROM findings
    QUALIFY row_number() OVER (PARTITION BY finding_id ORDER BY revision DESC) = 1
),
names AS (
    SELECT
        platform,
        account_id,
        arg_max(handle, coalesce(observed_at, acquired_at)) AS handle,
        arg_max(display_name, coalesce(observed_at, acquired_at)) AS display_name
    FROM accounts
    WHERE (platform, account_id) IN (SELECT (platform, account_id) FROM current)
    GROUP BY platform, account_id
),
files AS (
    SELECT
        post_key,
        list({'media_id': media_id, 'media_type': media_type, 'description': description} ORDER BY media_id) AS files
    FROM media
    WHERE post_key IN (SELECT observation FROM current)
    GROUP BY post_key
)
SELECT
    current.*,
    names.handle,
    names.display_name,
    posts.text,
    posts.language,
    coalesce(posts.url, accounts.url, channels.url) AS address,
    posts.media AS attached,
    files.files,
    accounts.display_name AS profile_name,
    accounts.bio,
    channels.title,
    channels.description AS channel_description,
    media.media_id,
    media.media_type,
    media.description AS media_description
FROM current
LEFT JOIN names ON names.platform = current.platform AND names.account_id = current.account_id
LEFT JOIN posts ON current."table" = 'posts' AND posts.key = current.observation
LEFT JOIN files ON current."table" = 'posts' AND files.post_key = current.observation
LEFT JOIN accounts ON current."table" = 'accounts' AND accounts.key = current.observation
LEFT JOIN channels ON current."table" = 'channels' AND channels.key = current.observation
LEFT JOIN media ON current."table" = 'media' AND media.key = current.observation
ORDER BY current.posted_at NULLS LAST, current.finding_id
