-- Financial tables as the specification's section 8.3 has it: incremental, by month, two days looked back to.
CREATE TABLE billing_transactions (transaction_id INTEGER PRIMARY KEY, amount NUMERIC(12,2), currency TEXT, transaction_date DATE, transaction_timestamp TIMESTAMP);
INSERT INTO billing_transactions VALUES (1, 10.50, 'EUR', '2025-08-31', '2025-08-31 23:00:00'), (2, -3.25, 'USD', '2025-09-01', '2025-09-01 01:00:00');
SELECT tamis_export('billing_transactions', '@OUT@/financial', '{"format": "parquet", "compression": "gzip", "mode": "incremental", "change_column": "transaction_timestamp", "lookback": "48 hours", "merge_key": "transaction_id", "partition_by": "transaction_date", "granularity": "monthly", "order_by": "transaction_id"}') -> 'statistics' ->> 'row_count';
INSERT INTO billing_transactions VALUES (3, 99.99, 'CHF', '2025-09-03', '2025-09-03 12:00:00');
SELECT tamis_export('billing_transactions', '@OUT@/financial', '{"format": "parquet", "compression": "gzip", "mode": "incremental", "change_column": "transaction_timestamp", "lookback": "48 hours", "merge_key": "transaction_id", "partition_by": "transaction_date", "granularity": "monthly", "order_by": "transaction_id"}') -> 'statistics' ->> 'row_count';
SELECT row_count, manifest -> 'watermark' ->> 'low', manifest -> 'watermark' ->> 'high', manifest -> 'validation' ->> 'duplicate_check' FROM tamis_export ORDER BY created_at;
SELECT DISTINCT status FROM tamis_verify_export('@OUT@/financial');
