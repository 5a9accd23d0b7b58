package org.modaj.bench.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.modaj.engine.io.FileFormatException;

class ManifestTest {
  @TempDir Path dir;

  private GoldenCase one(String fields) throws IOException {
    return Manifest.read(new TinyGolden(dir).add("c", "op", fields).write()).cases().getFirst();
  }

  private Tolerance tolerance(String fields) throws IOException {
    return one("'outputs':{'y':{'tensor':'t'," + fields + "}}").outputs().getFirst().tolerance();
  }

  @Test
  void reads_every_kind_of_tolerance() throws IOException {
    assertThat(tolerance("'exact':true")).isEqualTo(new Tolerance.Exact());
    assertThat(tolerance("'exact':true,'compare_only_count_for_classes':[4,2],'tie_rule':'any'"))
        .isEqualTo(new Tolerance.ExactExceptTies(Set.of(2, 4)));
    assertThat(tolerance("'atol':1e-6,'rtol':0"))
        .isEqualTo(new Tolerance.Elementwise(1e-6, 0, false));
    assertThat(tolerance("'atol':1e-6,'rtol':1e-5,'nonfinite':true"))
        .isEqualTo(new Tolerance.Elementwise(1e-6, 1e-5, true));
    assertThat(tolerance("'atol_tensor':'tol','rtol':2e-3,'note':'per element'"))
        .isEqualTo(new Tolerance.PerElement("tol", 2e-3));
    assertThat(tolerance("'row_atol_tensor':'tol','row_rel_l2':2e-3"))
        .isEqualTo(new Tolerance.Rows("tol", 2e-3));
    assertThat(tolerance("'segments':[2,3],'atol_segments':[0.1,0.2],'rtol':1e-5"))
        .isInstanceOfSatisfying(
            Tolerance.Segments.class,
            segments -> {
              assertThat(segments.lengths()).containsExactly(2, 3);
              assertThat(segments.atol()).containsExactly(0.1, 0.2);
              assertThat(segments.rtol()).isEqualTo(1e-5);
            });
  }

  @Test
  void separates_expected_fields_from_descriptions() throws IOException {
    GoldenCase golden = one("'param_count':7,'note':'text','tracked_layers':[['relu1',6]]");

    assertThat(golden.facts().sequencedKeySet()).containsExactly("param_count");
    assertThat(golden.description("tracked_layers").getAsJsonArray()).hasSize(1);
    assertThatThrownBy(() -> golden.description("buffers"))
        .isInstanceOfSatisfying(
            GoldenCaseException.class,
            e -> {
              assertThat(e.caseName()).isEqualTo("c");
              assertThat(e.problem()).isEqualTo("no field 'buffers' among [note, tracked_layers]");
            });
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "'outputs':{'y':{'tensor':'t'}} | c outputs y lacks 'rtol'",
        "'outputs':{'y':{'tensor':'t','rtol':0}} | c outputs y lacks 'atol'",
        "'outputs':{'y':{'tensor':'t','rtol':0,'atol':-1}} | 'atol' is -1.0, expected at least 0",
        "'outputs':{'y':{'tensor':'t','rtol':'x','atol':1}} | a tolerance has the wrong type",
        "'outputs':{'y':{'tensor':'t','segments':3,'rtol':0}} | a tolerance has the wrong type",
        "'outputs':{'y':{'tensor':'t','rtol':0,'segments':[]}} | lacks 'atol_segments'",
        "'outputs':{'y':{'tensor':'t','exact':true,'ulps':3}} | the unknown field 'ulps'",
        "'outputs':{'y':{'exact':true}} | has no text 'tensor'",
        "'outputs':{'y':'t'} | c outputs y is not a JSON object",
        "'outputs':[] | 'outputs' is not a JSON object",
        "'inputs':{'x':3} | c inputs has no text 'x'",
        "'file':'../t.safetensors' | is not a plain file name",
        "'file':7 | c has no text 'file'",
      })
  void an_incomplete_case_is_refused_with_its_name(String fields, String problem)
      throws IOException {
    new TinyGolden(dir).add("good", "op", "").write();
    String json = "{'cases':[{'case':'a','op':'o'},{'case':'c','op':'o',%s}]}".formatted(fields);
    Files.writeString(dir.resolve(Manifest.FILE), json.replace('\'', '"'));

    FileFormatException e =
        catchThrowableOfType(FileFormatException.class, () -> Manifest.read(dir));

    assertThat(e.problem()).startsWith("case number 2: ").contains(problem);
    assertThat(e.offset()).isEqualTo(FileFormatException.NO_OFFSET);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "[]                      | it is not a JSON object",
        "{}                      | it has no list 'cases'",
        "{'cases':{}}            | it has no list 'cases'",
        "{'cases':[3]}           | case number 1: it is not a JSON object",
        "{'cases':[{'op':'o'}]}  | case number 1: it has no text 'case'",
        "{'cases':[{'case':'c'}]}| case number 1: c has no text 'op'",
        "{'cases':[NaN]}         | it is not valid JSON",
        "not json                | it is not valid JSON",
      })
  void a_file_that_is_not_a_manifest_is_refused(String json, String problem) throws IOException {
    Files.writeString(dir.resolve(Manifest.FILE), json.replace('\'', '"'));

    FileFormatException e =
        catchThrowableOfType(FileFormatException.class, () -> Manifest.read(dir));

    assertThat(e.problem()).startsWith(problem);
    assertThat(e.file()).isEqualTo(dir.resolve(Manifest.FILE));
  }

  @Test
  void a_manifest_that_is_not_text_is_refused() throws IOException {
    Files.write(dir.resolve(Manifest.FILE), new byte[] {'{', (byte) 0xFF, '}'});

    FileFormatException e =
        catchThrowableOfType(FileFormatException.class, () -> Manifest.read(dir));

    assertThat(e.problem()).isEqualTo("it is not UTF-8 text");
  }
}
