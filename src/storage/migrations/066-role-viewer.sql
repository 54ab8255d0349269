-- Support may refund from now on. Whoever was in it could only look, and still can only look: those are viewers.

update members set role = 'viewer', version = version + 1 where role = 'support';
update one_time_links set role = 'viewer', version = version + 1 where role = 'support';
