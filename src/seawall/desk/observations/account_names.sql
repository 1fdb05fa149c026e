-- What are these accounts called now? The newest profile of each (platform, account_id) pair, the two lists in step.
SELECT asked.platform, asked.account_id,
       arg_max(handle, coalesce(observed_at, acquired_at)) AS handle,
       arg_max(display_name, coalesce(observed_at, acquired_at)) AS display_name,
       max(closed_at) AS closed_at
FROM accounts
JOIN (SELECT DISTINCT unnest($platforms::VARCHAR[]) AS platform, unnest($account_ids::VARCHAR[]) AS account_id) AS asked
    ON accounts.platform = asked.platform AND accounts.account_id = asked.account_id
GROUP BY asked.platform, asked.account_id
