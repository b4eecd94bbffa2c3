// Answers every Store request as if it had stored one instance, over HTTP/2 or HTTP/1.1 as the client chooses by ALPN.
// Arguments: key, certificate, SOP Instance UID. Prints its port, then the version and the length of each request.
const fs = require('fs');
const http2 = require('http2');

const [key, certificate, uid] = process.argv.slice(2);
const options = { key: fs.readFileSync(key), cert: fs.readFileSync(certificate), allowHTTP1: true };
const server = http2.createSecureServer(options, (request, response) => {
  let length = 0;
  request.on('data', (piece) => { length += piece.length; });
  request.on('end', () => {
    console.log(`HTTP/${request.httpVersion} ${length}`);
    response.writeHead(200, { 'content-type': 'application/dicom+json' });
    response.end(JSON.stringify({
      '00081199': { vr: 'SQ', Value: [{ '00081155': { vr: 'UI', Value: [uid] } }] },
    }));
  });
});
server.listen(0, '127.0.0.1', () => console.log(`port ${server.address().port}`));
