-- The source table as SQLite migrations meet it: some labels promise times and numbers, the values
-- are text.
CREATE TABLE tickets (
  ticket_id INTEGER,
  ticket_number TEXT,
  created_at TIMESTAMP,
  updated_at TIMESTAMP,
  resolved_at TIMESTAMP,
  closed_on DATE,
  due_on TEXT,
  priority TEXT,
  status TEXT,
  category TEXT,
  assignment_group TEXT,
  caller_name TEXT,
  caller_email TEXT,
  is_vip TEXT,
  sla_breached BOOLEAN,
  cost TEXT,
  minutes_spent TEXT,
  reopen_count INTEGER,
  satisfaction TEXT,
  description TEXT
);
