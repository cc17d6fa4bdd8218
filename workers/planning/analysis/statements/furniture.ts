/** Images beside the app that a platform brings itself or that only developers use. */
const furniture =
  /(?:^|\/)(?:traefik|nginx|nginx-proxy(?:-manager)?|nginx-unprivileged|swag|caddy|haproxy|envoy|httpd|adminer|adminerevo|pgadmin4?|phpmyadmin|mongo-express|redis-commander|redisinsight|redis-insight|bull-board|mailhog|maildev|mailpit|mailcatcher|inbucket|smtp4dev|greenmail|papercut-smtp|prometheus|prometheus-[\w-]+|grafana|grafana-oss|loki|promtail|tempo|alertmanager|node-exporter|[\w-]+[-_]exporter|cadvisor|jaeger|all-in-one|zipkin|opentelemetry-collector[\w-]*|otel-lgtm|otel-collector|watchtower|portainer|certbot|lego|acme-companion|localstack|dynamodb-local|selenium[\w-]*|standalone-chrome|ngrok|cloudflared|zookeeper|cp-[\w-]+|kafka-ui|kafdrop|akhq|statsd[\w-]*|fluentd|fluent-bit|kibana|logstash|opensearch-dashboards|busybox|alpine|ubuntu|debian|curl|wait-for[\w-]*|dockerize|autoheal|docker-gc|pgbouncer|postgres-backup[\w-]*|[\w-]*backup[\w-]*|hello-world|registry|vault|consul|mc|pause|tail|ofelia|swagger-ui|wiremock|toxiproxy|k6|locust|playwright|fail2ban|crowdsec|dns-proxy-server|docker-socket-proxy|ldap|openldap|phpldapadmin)$/i;

/** Images of a language as they come: with the repository's folder mounted into them they run a developer's tools. */
const runtime =
  /^(?:[\w.-]+\.\w+\/)?(?:library\/)?(?:node|oven\/bun|denoland\/deno|python|golang|ruby|php|composer|openjdk|eclipse-temurin|maven|gradle|rust|elixir|swift|dart|dotnet\/sdk)$/i;

/** Whether an image, by its name without a tag, is no service of the repository's own. */
export const isFurniture = (name: string): boolean => furniture.test(name);

/** Whether an image, by its name without a tag, is a bare language. */
export const isRuntime = (name: string): boolean => runtime.test(name);
