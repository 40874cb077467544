-- The source table as a staging schema holds it: everything that might not parse is text.
CREATE TABLE tickets (
  ticket_id bigint,
  ticket_number text,
  created_at text,
  updated_at text,
  resolved_at text,
  closed_on text,
  due_on text,
  priority text,
  status text,
  category text,
  assignment_group text,
  caller_name text,
  caller_email text,
  is_vip text,
  sla_breached text,
  cost text,
  minutes_spent text,
  reopen_count bigint,
  satisfaction text,
  description text
);
