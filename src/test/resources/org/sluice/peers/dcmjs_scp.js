// A storage SCP that takes the first transfer syntax of every context: PORT FOLDER.
const { Server, Scp } = require('dcmjs-dimse');
const { CEchoResponse, CStoreResponse } = require('dcmjs-dimse').responses;
const { Status, PresentationContextResult } = require('dcmjs-dimse').constants;

const [port, folder] = process.argv.slice(2);

class Archive extends Scp {
  associationRequested(association) {
    for (const { id } of association.getPresentationContexts()) {
      const context = association.getPresentationContext(id);
      context.setResult(PresentationContextResult.Accept, context.getTransferSyntaxUids()[0]);
    }
    this.sendAssociationAccept();
  }

  cEchoRequest(request, callback) {
    const response = CEchoResponse.fromRequest(request);
    response.setStatus(Status.Success);
    callback(response);
  }

  cStoreRequest(request, callback) {
    const name = `${folder}/${request.getAffectedSopInstanceUid()}.dcm`;
    request.getDataset().toFile(name, (error) => {
      console.log(error ? `failed ${error}` : `STORED ${name}`);
      const response = CStoreResponse.fromRequest(request);
      response.setStatus(error ? Status.ProcessingFailure : Status.Success);
      callback(response);
    });
  }

  associationReleaseRequested() {
    this.sendAssociationReleaseResponse();
  }
}

const server = new Server(Archive);
server.on('networkError', (error) => console.log(`network error ${error}`));
server.listen(Number(port));
