-- The maker of an invitation: it is void once the maker may no longer give its role. For open invitations the audit log has the maker.

alter table links add column maker text references members (id);
update links set maker = (
  select max(audit.member) from audit
  where audit.team = links.team and audit.object = links.id and audit.act = 'POST /team/invitations'
) where kind = 'invitation' and used_at is null and revoked_at is null;
