// A small application on Node's own HTTP server: recorded by itself, and the origin behind the proxies.
'use strict';
const http = require('http');
const zlib = require('zlib');
const crypto = require('crypto');

const page = 'It works.\n';
const modified = 'Thu, 01 Jan 2026 12:00:00 GMT';

function send(res, status, fields, content) {
  const body = content === undefined ? undefined : Buffer.from(content);
  const length = body === undefined ? {} : { 'Content-Length': body.length };
  res.writeHead(status, { ...length, ...fields });
  res.end(body);
}

function problem(res, status, title, fields = {}) {
  send(res, status, { 'Content-Type': 'application/problem+json', ...fields }, JSON.stringify({ title, status }));
}

function redirect(res, status, location) {
  send(res, status, { Location: location, 'Content-Type': 'text/plain; charset=utf-8' }, `See ${location}\n`);
}

function upload(req, res) {
  let size = 0;
  req.on('data', (chunk) => { size += chunk.length; });
  req.on('end', () => {
    if (size > 1000) return problem(res, 413, 'At most 1000 octets', { Connection: 'close' });
    send(res, 201, { Location: '/upload/1', 'Content-Type': 'application/json' }, JSON.stringify({ size }));
  });
}

const routes = {
  '/': (req, res) => send(res, 200, { 'Content-Type': 'text/plain; charset=utf-8' }, page),
  '/chunked': (req, res) => {
    res.setHeader('Content-Type', 'text/plain; charset=utf-8');
    res.write('first\n');
    res.write('second\n');
    res.end('third\n');
  },
  '/trailers': (req, res) => {
    res.writeHead(200, { 'Content-Type': 'text/plain; charset=utf-8', Trailer: 'Server-Timing' });
    res.write(page);
    res.addTrailers({ 'Server-Timing': 'app;dur=12.5' });
    res.end();
  },
  '/hints': (req, res) => {
    res.writeEarlyHints({ link: ['</style.css>; rel=preload; as=style', '</app.js>; rel=preload; as=script'] }, () => {
      send(res, 200, { 'Content-Type': 'text/html; charset=utf-8', Link: '</style.css>; rel=preload; as=style' },
        '<!DOCTYPE html>\n<html lang="en"><title>Hints</title><link rel=stylesheet href=/style.css>\n');
    });
  },
  '/processing': (req, res) => {
    res.writeProcessing();
    setTimeout(() => send(res, 200, { 'Content-Type': 'text/plain' }, page), 50);
  },
  '/created': (req, res) => send(res, 201, { Location: '/items/7', ETag: '"7-1"', 'Content-Type': 'application/json' }, '{"id": 7}\n'),
  '/accepted': (req, res) => send(res, 202, { 'Content-Type': 'application/json' }, '{"job": "/jobs/3"}\n'),
  '/no-content': (req, res) => { res.writeHead(204); res.end(); },
  '/reset': (req, res) => send(res, 205, {}, ''),
  '/etag': (req, res) => {
    const fields = { ETag: '"v1"', 'Last-Modified': modified, 'Cache-Control': 'max-age=2', Vary: 'Accept-Encoding' };
    if (req.headers['if-none-match'] === '"v1"') return send(res, 304, fields);
    send(res, 200, { ...fields, 'Content-Type': 'text/plain; charset=utf-8' }, page);
  },
  '/cached': (req, res) => send(res, 200, { 'Cache-Control': 'public, max-age=600', 'Content-Type': 'text/plain; charset=utf-8', 'Last-Modified': modified }, 'abcdefghijklmnopqrstuvwxyz'),
  '/private': (req, res) => send(res, 200, { 'Cache-Control': 'private, no-store', 'Set-Cookie': 'sid=fake-session; Path=/; HttpOnly; SameSite=Lax', 'Content-Type': 'text/plain' }, page),
  '/gzip': (req, res) => {
    const fields = { 'Content-Type': 'text/plain; charset=utf-8', Vary: 'Accept-Encoding' };
    if (!/gzip/.test(req.headers['accept-encoding'] || '')) return send(res, 200, fields, page.repeat(20));
    send(res, 200, { ...fields, 'Content-Encoding': 'gzip' }, zlib.gzipSync(page.repeat(20)));
  },
  '/slow': (req, res) => setTimeout(() => send(res, 200, { 'Content-Type': 'text/plain' }, page), 3000),
  '/drop': (req, res) => res.socket.destroy(),
  '/half': (req, res) => {
    res.writeHead(200, { 'Content-Type': 'text/plain', 'Content-Length': 100 });
    res.write(page);
    setTimeout(() => res.socket.destroy(), 50);
  },
  '/half-chunked': (req, res) => {
    res.writeHead(200, { 'Content-Type': 'text/plain' });
    res.write(page);
    setTimeout(() => res.socket.destroy(), 50);
  },
  '/moved': (req, res) => redirect(res, 301, '/'),
  '/found': (req, res) => redirect(res, 302, 'http://example.com/'),
  '/see-other': (req, res) => redirect(res, 303, '/items/7'),
  '/temporary': (req, res) => redirect(res, 307, '/upload'),
  '/permanent': (req, res) => redirect(res, 308, '/upload'),
  '/members': (req, res) => problem(res, 401, 'Sign in first', { 'WWW-Authenticate': 'Bearer realm="example", error="invalid_token"' }),
  '/forbidden': (req, res) => problem(res, 403, 'Not for you'),
  '/read-only': (req, res) => problem(res, 405, 'Read only', { Allow: 'GET, HEAD' }),
  '/conflict': (req, res) => problem(res, 409, 'Somebody else was faster'),
  '/gone': (req, res) => problem(res, 410, 'Gone for good'),
  '/images': (req, res) => problem(res, 415, 'Only images', { Accept: 'image/png, image/jpeg' }),
  '/unprocessable': (req, res) => problem(res, 422, 'The end is before the beginning'),
  '/early': (req, res) => problem(res, 425, 'Come again after the handshake'),
  '/upgrade-required': (req, res) => problem(res, 426, 'WebSocket only', { Upgrade: 'websocket', Connection: 'Upgrade' }),
  '/unconditional': (req, res) => problem(res, 428, 'Send If-Match'),
  '/rate': (req, res) => problem(res, 429, 'Too many requests', { 'Retry-After': '60' }),
  '/legal': (req, res) => problem(res, 451, 'Not in your country', { Link: '<https://example.org/>; rel="blocked-by"' }),
  '/crash': (req, res) => problem(res, 500, 'Something broke'),
  '/not-yet': (req, res) => problem(res, 501, 'Not yet'),
  '/busy': (req, res) => problem(res, 503, 'Down for maintenance', { 'Retry-After': 'Fri, 01 Jan 2027 00:00:00 GMT' }),
  '/upload': upload,
};

const server = http.createServer({ connectionsCheckingInterval: 200, requestTimeout: 1000, headersTimeout: 1000, maxHeaderSize: 2000 }, (req, res) => {
  const route = routes[req.url.replace(/^http:\/\/[^/]*/, '').split('?')[0]];
  if (route) route(req, res);
  else problem(res, 404, 'No such page');
});

server.on('checkContinue', (req, res) => {
  if (Number(req.headers['content-length']) > 1000) return problem(res, 413, 'At most 1000 octets', { Connection: 'close' });
  res.writeContinue();
  server.emit('request', req, res);
});

server.on('upgrade', (req, socket) => {
  if (req.headers.upgrade.toLowerCase() !== 'websocket') {
    return socket.end('HTTP/1.1 400 Bad Request\r\nConnection: close\r\nContent-Length: 0\r\n\r\n');
  }
  const accept = crypto.createHash('sha1').update(req.headers['sec-websocket-key'] + '258EAFA5-E914-47DA-95CA-C5AB0DC85B11').digest('base64');
  socket.write(`HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`);
  socket.write(Buffer.from([0x81, 5, ...Buffer.from('hello')]));
  socket.end(Buffer.from([0x88, 0]));
});

server.on('connect', (req, socket) => {
  if (req.url !== 'example.com:443') return socket.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\nContent-Length: 0\r\n\r\n');
  socket.end('HTTP/1.1 200 Connection Established\r\n\r\nthe octets of the tunnel');
});

server.listen(Number(process.env.PORT), '127.0.0.1');
