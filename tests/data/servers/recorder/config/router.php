<?php
// What PHP scripts do, on PHP's own server.
$path = parse_url($_SERVER['REQUEST_URI'], PHP_URL_PATH);
switch ($path) {
  case '/hello':
    echo "Hello\n";
    break;
  case '/session':
    session_id('fakesession');
    session_start();
    echo "<p>Signed in</p>\n";
    break;
  case '/cookie':
    setcookie('seen', '1', ['expires' => time() + 3600, 'path' => '/', 'httponly' => true, 'samesite' => 'Lax']);
    header('Content-Type: application/json');
    echo "{}\n";
    break;
  case '/redirect':
    header('Location: /hello');
    break;
  case '/created':
    header('Location: /items/1', true, 201);
    header('Content-Type: application/json');
    echo '{"id": 1}';
    break;
  case '/no-content':
    http_response_code(204);
    break;
  case '/not-modified':
    http_response_code(304);
    break;
  case '/unauthorized':
    header('WWW-Authenticate: Basic realm="Members"');
    http_response_code(401);
    echo "Sign in\n";
    break;
  case '/forbidden':
    http_response_code(403);
    break;
  case '/busy':
    header('Retry-After: 120');
    http_response_code(503);
    echo "Busy\n";
    break;
  case '/fatal':
    missing_function();
  default:
    return false;
}
