-- What are these channels called now? The two lists in step.
SELECT asked.platform, asked.channel_id,
       arg_max(title, coalesce(observed_at, acquired_at)) AS title,
       arg_max(handle, coalesce(observed_at, acquired_at)) AS handle
FROM channels
JOIN (SELECT DISTINCT unnest($platforms::VARCHAR[]) AS platform, unnest($channel_ids::VARCHAR[]) AS channel_id) AS asked
    ON channels.platform = asked.platform AND channels.channel_id = asked.channel_id
GROUP BY asked.platform, asked.channel_id
