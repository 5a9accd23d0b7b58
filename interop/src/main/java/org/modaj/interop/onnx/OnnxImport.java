package org.modaj.interop.onnx;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.modaj.engine.Shape;
import org.modaj.engine.io.FileAccessException;
import org.modaj.engine.io.FileFormatException;
import org.modaj.interop.onnx.graph.OnnxGraph;
import org.modaj.interop.onnx.graph.OnnxReader;
import org.modaj.interop.onnx.read.NetworkReader;
import org.modaj.interop.onnx.read.Operators;
import org.modaj.nn.Network;

/**
 * Networks from ONNX files. A graph whose operators are understood becomes an ordinary network that
 * can be trained, cut and exported; {@code docs/import-export.md} lists them.
 *
 * <p>Layouts: a network reads images {@code [height, width, channels]}, where the file has {@code
 * [channels, height, width]}, and sequences {@code [steps, features]}; what the file transposes on
 * the way is not moved. Outputs likewise have their channels last.
 */
public final class OnnxImport {
  private OnnxImport() {}

  /**
   * What a file holds.
   *
   * @param network the network
   * @param metadata the file's free text entries
   */
  public record Imported(Network network, Map<String, String> metadata) {}

  /**
   * Reads a file.
   *
   * @throws OnnxException when the graph cannot become a network; names node, operator and opset
   * @throws FileFormatException when it is damaged or no ONNX model
   * @throws FileAccessException when it cannot be read
   */
  public static Imported read(Path file) throws FileFormatException, FileAccessException {
    return read(file, null);
  }

  /**
   * Reads a file that leaves sizes of its input open.
   *
   * @param input shape of a sample here, {@code [height, width, channels]} or {@code [steps,
   *     features]}; null when the file has them
   * @throws OnnxException when the graph cannot become a network; names node, operator and opset
   * @throws FileFormatException when it is damaged or no ONNX model
   * @throws FileAccessException when it cannot be read
   */
  public static Imported read(Path file, @Nullable Shape input)
      throws FileFormatException, FileAccessException {
    OnnxGraph graph = OnnxReader.read(file);
    return new Imported(NetworkReader.read(graph, input), graph.metadata());
  }

  /** The operators that may read what a network computes, in alphabetical order. */
  public static List<String> operators() {
    return Operators.layers();
  }
}
