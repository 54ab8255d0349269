-- Who made an invitation: it is worth nothing once they may no longer give that role. Of open ones the audit log knows who it was.

alter table links add column maker text references members (id);
update links set maker = (
  select max(audit.member) from audit
  where audit.team = links.team and audit.object = links.id and audit.act = 'POST /team/invitations'
) where kind = 'invitation' and used_at is null and revoked_at is null;
