package org.modaj.interop.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.modaj.engine.io.FileAccessException;
import org.modaj.engine.io.FileFormatException;
import org.modaj.interop.Recorded;

/** Models whose weights lie in a file beside them. */
class ExternalDataTest {
  @TempDir Path dir;

  /** A model with its weights moved to a file, each named with its place there. */
  private Path taken(String location, long shift) throws IOException {
    Path original = Recorded.file("onnx/squeeze_excite.onnx");
    ModelProto.Builder model = ModelProto.parseFrom(Files.readAllBytes(original)).toBuilder();
    GraphProto.Builder graph = model.getGraphBuilder();
    ByteArrayOutputStream data = new ByteArrayOutputStream();
    for (TensorProto.Builder t : graph.getInitializerBuilderList()) {
      byte[] raw = t.getRawData().toByteArray();
      if (raw.length == 0) {
        continue;
      }
      t.clearRawData().setDataLocation(TensorProto.DataLocation.EXTERNAL);
      t.addExternalData(entry("location", location));
      t.addExternalData(entry("offset", Long.toString(data.size() + shift)));
      t.addExternalData(entry("length", Integer.toString(raw.length)));
      data.write(raw);
    }
    assertThat(data.size()).isPositive();
    Files.write(dir.resolve("weights.bin"), data.toByteArray());
    return Files.write(dir.resolve("model.onnx"), model.build().toByteArray());
  }

  private static StringStringEntryProto entry(String key, String value) {
    return StringStringEntryProto.newBuilder().setKey(key).setValue(value).build();
  }

  @Test
  void values_are_read_from_the_file_beside_the_model() throws IOException {
    Path whole = Recorded.file("onnx/squeeze_excite.onnx");

    assertThat(OnnxImport.read(taken("weights.bin", 0)).network().sha256())
        .isEqualTo(OnnxImport.read(whole).network().sha256());
  }

  @ParameterizedTest
  @CsvSource({"../weights.bin", "/etc/hostname", "''", "sub/../../weights.bin"})
  void other_folders_are_not_read(String location) throws IOException {
    Path file = taken(location, 0);

    assertThatThrownBy(() -> OnnxImport.read(file))
        .isInstanceOf(FileFormatException.class)
        .hasMessageContaining("its location \"" + location + "\" is not in the model's folder");
  }

  @Test
  void values_beyond_the_end_are_an_error() throws IOException {
    Path file = taken("weights.bin", 1_000_000);

    assertThatThrownBy(() -> OnnxImport.read(file))
        .isInstanceOf(FileFormatException.class)
        .hasMessageContaining("weights.bin")
        .hasMessageContaining("bytes");
  }

  @Test
  void a_missing_file_is_named() throws IOException {
    Path file = taken("gone.bin", 0);

    assertThatThrownBy(() -> OnnxImport.read(file))
        .isInstanceOf(FileAccessException.class)
        .hasMessageContaining("gone.bin");
  }
}
