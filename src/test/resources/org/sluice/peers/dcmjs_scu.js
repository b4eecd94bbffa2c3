// C-ECHO, then C-STORE of files: HOST PORT CALLING CALLED FILE...; exit code 0 when all were answered Success.
const { Client } = require('dcmjs-dimse');
const { CEchoRequest, CStoreRequest } = require('dcmjs-dimse').requests;
const { Status } = require('dcmjs-dimse').constants;

const [host, port, calling, called, ...files] = process.argv.slice(2);
const requests = [new CEchoRequest(), ...files.map((file) => new CStoreRequest(file))];
const client = new Client();
let succeeded = 0;

for (const request of requests) {
  request.on('response', (response) => {
    succeeded += response.getStatus() === Status.Success ? 1 : 0;
  });
  client.addRequest(request);
}
client.on('networkError', (error) => {
  console.log(`network error ${error}`);
  process.exit(2);
});
client.on('closed', () => process.exit(succeeded === requests.length ? 0 : 1));
client.send(host, Number(port), calling, called);
