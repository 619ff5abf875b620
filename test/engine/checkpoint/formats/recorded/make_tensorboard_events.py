"""Writes tensorboard-events.bin with the classes of tensorboard (2.21): run it in this folder.

It has the same events as event-file.test.ts, record by record as TensorBoard's own writer frames them.
"""

from tensorboard.compat.proto.event_pb2 import Event, SessionLog
from tensorboard.compat.proto.summary_pb2 import Summary, SummaryMetadata
from tensorboard.compat.proto.tensor_pb2 import TensorProto
from tensorboard.compat.proto.tensor_shape_pb2 import TensorShapeProto
from tensorboard.summary.writer.record_writer import RecordWriter


def scalars(**values):
    return Summary(value=[Summary.Value(tag=tag, simple_value=value) for tag, value in values.items()])


def texts(tag, strings):
    shape = TensorShapeProto(dim=[TensorShapeProto.Dim(size=len(strings))])
    tensor = TensorProto(dtype=7, tensor_shape=shape, string_val=[string.encode() for string in strings])
    metadata = SummaryMetadata(
        plugin_data=SummaryMetadata.PluginData(plugin_name="text"), data_class=2
    )
    return Summary(value=[Summary.Value(tag=tag, tensor=tensor, metadata=metadata)])


with open("tensorboard-events.bin", "wb") as file:
    writer = RecordWriter(file)
    for event in [
        Event(wall_time=1790000000.25, file_version="brain.Event:2"),
        Event(wall_time=1790000000.25, step=41, session_log=SessionLog(status=SessionLog.START)),
        Event(wall_time=1790000001.5, step=41, summary=scalars(loss=3.25, learning_rate=0.0001)),
        Event(wall_time=1790000002, step=300, summary=scalars(val_loss=0)),
        Event(wall_time=1790000003, step=300, summary=texts("samples", ["# One\n\nä 🙂 " + "long " * 40, ""])),
    ]:
        writer.write(event.SerializeToString())
