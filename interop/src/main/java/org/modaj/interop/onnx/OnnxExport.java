package org.modaj.interop.onnx;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.modaj.engine.io.AtomicFile;
import org.modaj.engine.io.FileAccessException;
import org.modaj.interop.onnx.write.GraphExport;
import org.modaj.interop.onnx.write.LayerWriters;
import org.modaj.nn.Network;

/**
 * Networks as ONNX files.
 *
 * <p>The file's one input is {@code input}, its one output {@code output}; the batch may have any
 * size. Images are {@code [batch, channels, height, width]}, sequences {@code [batch, steps,
 * features]} of any number of steps, or {@code [batch, features, steps]} when 1-D convolutions read
 * the input.
 */
public final class OnnxExport {
  /** Version of the operators. */
  public static final int OPSET = 17;

  /** Name of this library in files. */
  static final String PRODUCER = "modaj";

  private static final String INPUT = "modaj.input";
  private static final int IR_VERSION = 8;
  private static final long MAX_BYTES = Integer.MAX_VALUE;

  private OnnxExport() {}

  /**
   * Writes a file atomically. Equal networks give equal bytes.
   *
   * @param metadata free text entries, such as class names and normalization
   * @throws OnnxException when a layer has no counterpart in ONNX; names it, and nothing is written
   * @throws FileAccessException when the file cannot be written; an older file is then intact
   */
  public static void write(Network network, Map<String, String> metadata, Path file)
      throws FileAccessException {
    ModelProto model = model(network, metadata);
    AtomicFile.write(file, model::writeTo);
  }

  private static ModelProto model(Network network, Map<String, String> metadata) {
    if (network.parameterCount() * Float.BYTES > MAX_BYTES) {
      throw new OnnxException(
          "export ONNX",
          network.name(),
          null,
          0,
          "more than 2 GiB of weights do not fit into one ONNX file");
    }
    ModelProto.Builder model =
        ModelProto.newBuilder()
            .setIrVersion(IR_VERSION)
            .setProducerName(PRODUCER)
            .addOpsetImport(OperatorSetIdProto.newBuilder().setDomain("").setVersion(OPSET))
            .setGraph(GraphExport.of(network));
    Map<String, String> all = new TreeMap<>(metadata);
    all.put(INPUT, network.inputShape().toString());
    all.forEach((key, value) ->
        model.addMetadataProps(StringStringEntryProto.newBuilder().setKey(key).setValue(value)));
    return model.build();
  }

  /** Types of the layers that can be exported. */
  public static Set<String> layerTypes() {
    return LayerWriters.types();
  }
}
