-- The next day's extract: 1% of the tickets changed, 1% new, 0.5% gone.
CREATE VIEW tickets_next_day AS
SELECT ticket_id, ticket_number, created_at, updated_at, resolved_at, closed_on, due_on, priority,
       CASE WHEN ticket_id % 100 = 13 THEN 'Reopened' ELSE status END AS status,
       category, assignment_group, caller_name, caller_email, is_vip, sla_breached, cost,
       minutes_spent, reopen_count, satisfaction, description
FROM tickets_clean WHERE ticket_id % 200 <> 7
UNION ALL
SELECT ticket_id + 100000000, ticket_number, created_at, updated_at, resolved_at, closed_on, due_on,
       priority, status, category, assignment_group, caller_name, caller_email, is_vip, sla_breached,
       cost, minutes_spent, reopen_count, satisfaction, description
FROM tickets_clean WHERE ticket_id % 100 = 11;
