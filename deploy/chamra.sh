#!/bin/sh
# Commands beside the service, with its settings and as its user: install this as /usr/local/sbin/chamra, mode 700, and run `chamra dashboard link` as root.
set -ae
CHAMRA_DATA=/var/lib/chamra
. /etc/chamra/chamra.env
exec runuser -u chamra -- /opt/chamra/node_modules/.bin/node /opt/chamra/bin/chamra.js "$@"
