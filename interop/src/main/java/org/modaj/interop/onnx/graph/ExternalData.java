package org.modaj.interop.onnx.graph;

import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import com.google.protobuf.UnsafeByteOperations;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Objects;
import org.modaj.engine.io.FileAccessException;
import org.modaj.engine.io.FileFormatException;
import org.modaj.engine.io.InputFile;

/**
 * Values of tensors that lie in files beside the model, as tools write large models. Only files in
 * the model's folder are read, or below it.
 */
final class ExternalData {
  private static final long MOST_BYTES = Integer.MAX_VALUE - 16;

  private final Path model;
  private final String tensor;
  private String location = "";
  private long offset;
  private long length = -1;

  private ExternalData(Path model, String tensor) {
    this.model = model;
    this.tensor = tensor;
  }

  /**
   * The tensor with its values in it.
   *
   * @throws FileFormatException when the place of the values is none, or outside of the folder
   * @throws FileAccessException when the file cannot be read
   */
  static TensorProto load(Path model, TensorProto tensor)
      throws FileFormatException, FileAccessException {
    ExternalData data = new ExternalData(model, tensor.getName());
    for (StringStringEntryProto entry : tensor.getExternalDataList()) {
      switch (entry.getKey()) {
        case "location" -> data.location = entry.getValue();
        case "offset" -> data.offset = data.number(entry);
        case "length" -> data.length = data.number(entry);
        default -> {
          // a checksum, which tools do not agree about
        }
      }
    }
    byte[] bytes = data.read();
    return tensor.toBuilder()
        .clearExternalData()
        .clearDataLocation()
        .setRawData(UnsafeByteOperations.unsafeWrap(bytes))
        .build();
  }

  private long number(StringStringEntryProto entry) throws FileFormatException {
    try {
      long value = Long.parseLong(entry.getValue());
      if (value >= 0) {
        return value;
      }
    } catch (NumberFormatException e) {
      // said below
    }
    throw bad("has the " + entry.getKey() + " \"" + entry.getValue() + "\"");
  }

  private FileFormatException bad(String problem) {
    return new FileFormatException(
        model,
        FileFormatException.NO_OFFSET,
        "tensor \"" + tensor + "\" lies in another file and " + problem,
        "Keep the model's files in one folder, or save it as one file:"
            + " onnx.save(onnx.load(path), out)");
  }

  private Path file() throws FileFormatException {
    try {
      Path folder = Objects.requireNonNull(model.toAbsolutePath().normalize().getParent());
      Path file = folder.resolve(location).normalize();
      if (!location.isEmpty() && file.startsWith(folder) && !file.equals(folder)) {
        return file;
      }
    } catch (InvalidPathException e) {
      // said below
    }
    throw bad("its location \"" + location + "\" is not in the model's folder");
  }

  private byte[] read() throws FileFormatException, FileAccessException {
    Path file = file();
    InputFile.requireRegular(file);
    try (FileChannel channel = FileChannel.open(file)) {
      long size = channel.size();
      long count = length < 0 ? size - offset : length;
      if (offset > size || count > size - offset || count > MOST_BYTES) {
        throw bad(
            "ends at byte "
                + (offset + count)
                + " of \""
                + location
                + "\", which has "
                + size
                + " bytes");
      }
      ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact(count));
      while (bytes.hasRemaining() && channel.read(bytes, offset + bytes.position()) >= 0) {
        // a read may give less than was asked for
      }
      return bytes.array();
    } catch (FileFormatException e) {
      throw e;
    } catch (IOException e) {
      throw FileAccessException.of(file, FileAccessException.Action.READ, e);
    }
  }
}
