-- The version of the bank of closed accounts: it grows with every change of what is compared.
SELECT version FROM closings_closingsversion ORDER BY id LIMIT 1
