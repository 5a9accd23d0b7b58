package org.modaj.engine.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonValueTest {
  @Test
  void valuesOfTheirTypes() throws JsonFormatException {
    JsonValue value =
        JsonValue.parse(
            "{\"t\":\"x\",\"n\":1.5,\"i\":[3,-4],\"f\":true,\"w\":[\"a\",\"b\"],\"z\":null}");

    assertThat(value.names()).containsExactly("t", "n", "i", "f", "w", "z");
    assertThat(value.get("t").text()).isEqualTo("x");
    assertThat(value.get("n").number()).isEqualTo(1.5);
    assertThat(value.get("i").integers()).containsExactly(3, -4);
    assertThat(value.get("f").flag()).isTrue();
    assertThat(value.get("w").texts()).containsExactly("a", "b");
    assertThat(value.find("z")).isNull();
    assertThat(value.find("absent")).isNull();
    assertThat(value.members())
        .containsEntry("n", 1.5)
        .containsEntry("i", List.of(3.0, -4.0))
        .containsEntry("z", null);
    assertThat(JsonValue.parse("[{\"a\":[null]}]").plain())
        .isEqualTo(List.of(Map.of("a", Arrays.asList((Object) null))));
  }

  @Test
  void numbersThatAreNotFinite() throws JsonFormatException {
    List<JsonValue> items = JsonValue.parse("[NaN, Infinity, -Infinity, \"NaN\"]").items();

    assertThat(items.get(0).number()).isNaN();
    assertThat(items.get(1).number()).isEqualTo(Double.POSITIVE_INFINITY);
    assertThat(items.get(2).number()).isEqualTo(Double.NEGATIVE_INFINITY);
    assertThat(items.get(3).number()).isNaN();
  }

  @ParameterizedTest
  @ValueSource(strings = {"{", "[1,", "{\"a\" 1}", "]", "\"\\u12", "[1] [2]"})
  void aTextThatIsNoJsonIsOneLineWithoutAddresses(String text) {
    assertThatThrownBy(() -> JsonValue.parse(text))
        .isInstanceOf(JsonFormatException.class)
        .message()
        .startsWith("it is no JSON")
        .doesNotContain("http", "\n", "JsonReader");
  }

  @Test
  void deepNestingIsRefused() {
    assertThatThrownBy(() -> JsonValue.parse("[".repeat(1_000_000)))
        .isInstanceOf(JsonFormatException.class);
  }

  @Test
  void aWrongTypeIsNamedByItsPath() throws JsonFormatException {
    JsonValue value = JsonValue.parse("{\"layers\":[{\"inputs\":[1,null]},{\"inputs\":[1.5]}]}");
    List<JsonValue> layers = value.get("layers").items();

    assertThatThrownBy(() -> layers.get(0).get("inputs").integers())
        .hasMessage("layers[0].inputs[1]: expected a number, actual null");
    assertThatThrownBy(() -> layers.get(1).get("inputs").integers())
        .hasMessage("layers[1].inputs[0]: expected a whole number of 32 bits, actual 1.5");
    assertThatThrownBy(() -> layers.get(1).get("name"))
        .hasMessage("layers[1]: \"name\" is missing");
    assertThatThrownBy(() -> JsonValue.parse("{\"a\":{\"name\":null}}").get("a").get("name"))
        .hasMessage("a: \"name\" is null; expected a value");
    assertThatThrownBy(() -> value.get("layers").text())
        .hasMessageStartingWith("layers: expected a text, actual [{\"inputs\":");
    assertThatThrownBy(() -> layers.get(1).get("inputs").find("x"))
        .hasMessage("layers[1].inputs: expected an object, actual [1.5]");
    assertThatThrownBy(() -> layers.get(1).flag()).hasMessageContaining("expected true or false");
  }

  @Test
  void aMemberThatIsNullIsNotTakenForOneThatIsMissing() throws JsonFormatException {
    JsonValue layer =
        JsonValue.parse("{\"layers\":[{\"config\":null}]}").get("layers").items().get(0);

    assertThat(layer.optional("shared")).isNull();
    assertThatThrownBy(() -> layer.optional("config"))
        .isInstanceOf(JsonFormatException.class)
        .hasMessage("layers[0]: \"config\" is null; expected a value, or no \"config\" at all");
  }

  @ParameterizedTest
  @ValueSource(strings = {"1e10", "4294967296", "NaN", "1e999999999"})
  void numbersOfMoreThan32BitsAreNoIntegers(String number) throws JsonFormatException {
    JsonValue value = JsonValue.parse("[" + number + "]");

    assertThatThrownBy(value::integers).isInstanceOf(JsonFormatException.class);
  }
}
