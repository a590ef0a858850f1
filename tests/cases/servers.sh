# The search under real web servers, by the examples that `make install` puts in place. Sourced after lib.sh.

# install_here: into $WORK/there, with $WORK/there/etc/isoglot.conf to be written by the case.
install_here() {
    THERE=$WORK/there
    mkdir -p "$THERE/etc" "$THERE/run/lighttpd" "$THERE/pages"
    make -s install BUILD="$BUILD" PREFIX="$THERE" SYSCONFDIR="$THERE/etc" RUNDIR="$THERE/run" >"$WORK/install.log" 2>&1
    ok $? "make install"
    echo 'a page of the site' >"$THERE/pages/other.html"
    chmod -R a+rX "$WORK"
    touch "$WORK/server.log"
    chmod a+rwX "$THERE/run" "$THERE/run/lighttpd" "$WORK/server.log"
}

WEB_SERVERS="lighttpd nginx apache-fcgid apache-cgi lighttpd-cgi"
# as_user LINE…: of a configuration, for a server that is started by root and serves as another.
as_user() { [ "$(id -u)" != 0 ] || printf '%s\n' "$@"; }
MODULES=/usr/lib/apache2/modules
apache_common() {
    cat <<C
ServerRoot $THERE/run
Listen 127.0.0.1:$port
PidFile $THERE/run/apache.pid
ServerName localhost
DocumentRoot $THERE/pages
ErrorLog $WORK/server.log
TraceEnable off
LoadModule mpm_event_module $MODULES/mod_mpm_event.so
LoadModule authz_core_module $MODULES/mod_authz_core.so
LoadModule alias_module $MODULES/mod_alias.so
LoadModule env_module $MODULES/mod_env.so
C
    as_user 'User www-data' 'Group www-data'
}
write_server() {
    local example=$THERE/share/isoglot/servers
    case $1 in
    lighttpd*)
        cat <<C
server.document-root = "$THERE/pages"
server.bind = "127.0.0.1"
server.port = $port
server.errorlog = "$WORK/server.log"
mimetype.assign = ( ".html" => "text/html" )
include "$example/$1.conf"
C
        as_user 'server.username = "www-data"' 'server.groupname = "www-data"'
        ;;
    nginx)
        as_user 'user www-data;'
        cat <<C
daemon off;
pid $THERE/run/nginx.pid;
error_log $WORK/server.log;
events { worker_connections 8192; }
http {
    access_log off;
    client_body_temp_path $THERE/run/body; fastcgi_temp_path $THERE/run/fastcgi; proxy_temp_path $THERE/run/proxy;
    uwsgi_temp_path $THERE/run/uwsgi; scgi_temp_path $THERE/run/scgi;
    server {
        listen 127.0.0.1:$port backlog=4096;
        root $THERE/pages;
        include /etc/nginx/mime.types;
        include $example/nginx.conf;
    }
}
C
        ;;
    apache-fcgid)
        apache_common
        echo "LoadModule fcgid_module $MODULES/mod_fcgid.so
FcgidIPCDir $THERE/run/fcgid
FcgidProcessTableFile $THERE/run/fcgid_shm
Include $example/$1.conf"
        ;;
    apache-cgi)
        apache_common
        echo "LoadModule cgid_module $MODULES/mod_cgid.so
ScriptSock $THERE/run/cgid.sock
Include $example/$1.conf"
        ;;
    esac
}
# What the unit beside nginx's example starts; as this user, who may not choose another, or by root as www-data.
start_fastcgi() {
    local unit=$THERE/share/isoglot/servers/isoglot-fastcgi.service
    local command change='s/ -[UGug] [a-z-]*//g; s/-M 0660/-M 0666/'
    [ "$(id -u)" != 0 ] || change='s/-u isoglot -g isoglot/-u www-data -g www-data/'
    command=$(sed -n 's/^ExecStart=//p' "$unit" | sed "$change")
    env "$(sed -n 's/^Environment=//p' "$unit")" $command 2>>"$WORK/server.log" &
    FASTCGI_PID=$!
}
# start_server NAME: its URL is in SERVER, with the search at $SERVER/find/; processes in SERVER_PID, FASTCGI_PID.
start_server() {
    local program
    FASTCGI_PID=
    for _ in 1 2 3; do
        port=$(free_port)
        SERVER=http://127.0.0.1:$port
        write_server "$1" >"$WORK/$1.conf"
        [ "$1" != nginx ] || { cp /etc/nginx/fastcgi_params "$WORK" && start_fastcgi; }
        case $1 in
        lighttpd*) program="/usr/sbin/lighttpd -D -f $WORK/$1.conf" ;;
        nginx) program="/usr/sbin/nginx -p $THERE/run -c $WORK/$1.conf" ;;
        apache*) program="/usr/sbin/apache2 -D FOREGROUND -f $WORK/$1.conf" ;;
        esac
        $program >>"$WORK/server.log" 2>&1 &
        SERVER_PID=$!
        for _ in $(seq 100); do
            [ "$(visit -o "$WORK/health" -w '%{http_code}' "$SERVER/find/healthz")" = 200 ] && return 0
            kill -0 $SERVER_PID 2>/dev/null || break
            sleep 0.05
        done
        stop_server
    done
    sed 's/^/# /' "$WORK/server.log" "$WORK/health" 2>/dev/null | tail -20
    return 1
}
stop_server() {
    kill $SERVER_PID $FASTCGI_PID 2>/dev/null
    wait $SERVER_PID $FASTCGI_PID 2>/dev/null
}
visit() { curl -s --noproxy '*' --max-time 30 "$@"; }
# Processes of the program that is installed here.
programs() { pgrep -f "^$THERE/lib/cgi-bin/isoglot.cgi" | wc -l; }
