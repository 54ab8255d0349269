-- Idempotency keys are kept as keyed digests from now on, each for its kind of API key: what was kept as text cannot be found by them.

delete from idempotency;
