-- Idempotency keys are now stored as keyed digests, separate for each kind of API key. Older rows with plain text cannot be found by digest.

delete from idempotency;
