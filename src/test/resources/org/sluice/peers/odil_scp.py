"""A verification and storage SCP: PORT FOLDER. Says of each instance who asked for it by C-MOVE, if anybody did."""
import sys

import odil

port, folder = int(sys.argv[1]), sys.argv[2]


def store(request):
    name = f"{folder}/{request.get_affected_sop_instance_uid()}.dcm"
    odil.Writer.write_file(request.get_data_set(), name)
    moved = ""
    if request.has_move_originator_ae_title():
        moved = f"for {request.get_move_originator_ae_title()} {request.get_move_originator_message_id()}"
    print("STORED", name, moved, flush=True)
    return 0


def serve(association):
    echo = odil.EchoSCP(association)
    echo.set_callback(lambda request: 0)
    keep = odil.StoreSCP(association)
    keep.set_callback(store)
    dispatcher = odil.SCPDispatcher(association)
    dispatcher.set_echo_scp(echo)
    dispatcher.set_store_scp(keep)
    while True:
        try:
            dispatcher.dispatch()
        except (odil.AssociationReleased, odil.AssociationAborted):
            return


while True:
    association = odil.Association()
    try:
        association.receive_association("v4", port)
    except odil.Exception as connection_without_association:
        continue
    serve(association)
