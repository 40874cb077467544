-- The next extract: incidents whose number ends in 13 reopened, those in 11 also under a new number,
-- those in 07 gone, each about one in a hundred.
CREATE VIEW incidents_next_day AS
SELECT number, CASE WHEN length(number) > 0 AND substr(number, 9, 2) = '13' THEN 'Reopened'
       ELSE incident_state END AS incident_state, active, reassignment_count, reopen_count,
       sys_mod_count, made_sla, caller_id, opened_by, opened_at, sys_created_by,
       sys_created_at, sys_updated_by, sys_updated_at, contact_type, location, category,
       subcategory, u_symptom, cmdb_ci, impact, urgency, priority, assignment_group,
       assigned_to, knowledge, u_priority_confirmation, notify, problem_id, rfc, vendor,
       caused_by, closed_code, resolved_by, resolved_at, closed_at
FROM incidents_clean WHERE substr(number, 9, 2) <> '07'
UNION ALL
SELECT 'NEW' || number, incident_state, active, reassignment_count, reopen_count,
       sys_mod_count, made_sla, caller_id, opened_by, opened_at, sys_created_by,
       sys_created_at, sys_updated_by, sys_updated_at, contact_type, location, category,
       subcategory, u_symptom, cmdb_ci, impact, urgency, priority, assignment_group,
       assigned_to, knowledge, u_priority_confirmation, notify, problem_id, rfc, vendor,
       caused_by, closed_code, resolved_by, resolved_at, closed_at
FROM incidents_clean WHERE substr(number, 9, 2) = '11';
