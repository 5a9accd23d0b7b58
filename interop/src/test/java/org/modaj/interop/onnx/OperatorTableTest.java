package org.modaj.interop.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The operators in docs/import-export.md are those of the code. */
class OperatorTableTest {
  @Test
  void the_documented_operators_are_those_of_the_code() throws IOException {
    String page = Files.readString(Path.of("..", "docs", "import-export.md"));
    String table =
        page.substring(page.indexOf("<!-- operators -->") + 18, page.indexOf("<!-- end -->"));
    List<String> documented = Arrays.stream(table.split(",", -1)).map(String::strip).toList();

    assertThat(documented).containsExactlyInAnyOrderElementsOf(OnnxImport.operators());
  }
}
