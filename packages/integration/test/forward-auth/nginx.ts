/**
 * The configuration of an nginx that asks Doorward about every request before it passes it on.
 */

interface Ports {
  readonly doorward: number;
  readonly app: number;
}

/** As docs/behind-a-proxy.md shows it. */
export function askingNginx({ doorward, app }: Ports): (port: number) => string {
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((name) => `  ${name}_temp_path ${name};`);
  return (port) => `
daemon off;
worker_processes 1;
pid nginx.pid;
error_log stderr warn;
events { worker_connections 64; }
http {
  access_log off;
${temporary.join('\n')}
  server {
    listen 127.0.0.1:${port};

    location /auth/ {
      proxy_pass http://127.0.0.1:${doorward};
      proxy_set_header Host $http_host;
      proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
    }

    location = /auth/verify { internal; 
      proxy_pass http://127.0.0.1:${doorward};
      proxy_pass_request_body off;
      proxy_set_header Content-Length "";
      proxy_set_header Host $http_host;
      proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
      proxy_set_header X-Forwarded-Uri $request_uri;
      proxy_set_header X-Forwarded-Method $request_method;
    }

    location / {
      auth_request /auth/verify;
      auth_request_set $remote_user_header $upstream_http_remote_user;
      auth_request_set $remote_name_header $upstream_http_remote_name;
      auth_request_set $remote_groups_header $upstream_http_remote_groups;
      auth_request_set $auth_login $upstream_http_x_auth_login;
      auth_request_set $auth_cookie $upstream_http_set_cookie;
      add_header Set-Cookie $auth_cookie always;
      error_page 401 = @login;

      proxy_pass http://127.0.0.1:${app};
      proxy_set_header Remote-User $remote_user_header;
      proxy_set_header Remote-Name $remote_name_header;
      proxy_set_header Remote-Groups $remote_groups_header;
      proxy_set_header Authorization "";
      proxy_set_header Cookie "";
    }

    location @login {
      add_header Set-Cookie $auth_cookie always;
      if ($auth_login) { return 303 $auth_login; }
      return 401;
    }
  }
}
`;
}
