package org.modaj.bench.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.modaj.bench.conformance.GoldenFill.MaskRule;
import org.modaj.engine.io.FloatCrc32;

class GoldenFillTest {
  private static final MaskRule MEDIUM = new MaskRule.Plain(5033164);
  private static final MaskRule SPARSE = new MaskRule.Plain(838860);

  private static int[] kept(boolean[] mask) {
    return IntStream.range(0, mask.length).filter(i -> mask[i]).toArray();
  }

  private static int[] integers(JsonElement array) {
    JsonArray list = array.getAsJsonArray();
    return IntStream.range(0, list.size()).map(i -> list.get(i).getAsInt()).toArray();
  }

  @Test
  void the_first_weights_have_the_published_bits() {
    float[] weight = GoldenFill.state("g1/vgg16", 5, "features.0.weight", 64, 3, 3, 3);
    float[] variance = GoldenFill.state("g1/vgg16", 5, "features.1.running_var", 64);

    assertThat(IntStream.range(0, 4).map(i -> Float.floatToRawIntBits(weight[i])))
        .containsExactly(0xbde3fcac, 0xbcd654a9, 0xbec9c764, 0xbe80e64f);
    assertThat(IntStream.range(0, 3).map(i -> Float.floatToRawIntBits(variance[i])))
        .containsExactly(0x3faf520a, 0x3f0f0854, 0x3f83ef78);
  }

  @ParameterizedTest
  @ValueSource(strings = {"vgg16", "resnet18", "mobilenet"})
  void every_state_tensor_has_the_stored_checksum(String arch) throws IOException {
    GoldenCase golden = GoldenFolders.modaCase(arch + "/original");
    String seed = golden.params().text("fill_seed");
    double gain = golden.params().number("fill_gain");
    FloatCrc32 all = new FloatCrc32();
    for (JsonElement entry : golden.facts().get("state").getAsJsonArray()) {
      JsonArray tensor = entry.getAsJsonArray();
      String name = tensor.get(0).getAsString();
      float[] values = GoldenFill.state(seed, gain, name, integers(tensor.get(1)));
      assertThat(FloatCrc32.of(values)).as(name).isEqualTo(tensor.get(2).getAsLong());
      all.add(values);
    }
    assertThat(all.value()).isEqualTo(golden.facts().get("state_crc32").getAsLong());
  }

  @Test
  void a_name_without_a_rule_is_refused() {
    assertThatThrownBy(() -> GoldenFill.state("g1", 5, "bn1.num_batches_tracked", 1))
        .isInstanceOf(GoldenCaseException.class)
        .hasMessageContaining("num_batches_tracked");
  }

  @Test
  void masks_keep_the_published_units() {
    assertThat(kept(GoldenFill.mask(MEDIUM, "mask/resnet18/medium", 0, 0, 64)))
        .containsExactly(1, 12, 27, 29, 33, 36, 39, 50, 51, 53, 55, 58, 61);
    MaskRule shared = new MaskRule.Shared(3355443, 1677721);
    assertThat(kept(GoldenFill.mask(shared, "mask/resnet18/shared", 3, 0, 64)))
        .containsExactly(3, 4, 10, 12, 18, 19, 21, 22, 25, 28, 30, 35, 40, 42, 53, 55, 58, 63);
    assertThat(kept(GoldenFill.mask(SPARSE, "mask/mobilenet/sparse", 0, 0, 32)))
        .containsExactly(25);
  }

  @Test
  void an_empty_mask_keeps_the_one_unit_of_the_rule() {
    assertThat(kept(GoldenFill.mask(SPARSE, "mask/vgg16/sparse", 5, 0, 64))).containsExactly(30);
    assertThat(kept(GoldenFill.mask(new MaskRule.Plain(0), "p", 0, 0, 1))).containsExactly(0);
  }

  @Test
  void unions_of_masks_have_the_stored_sizes_in_every_compose_case() throws IOException {
    Map<String, int[]> widths = new HashMap<>();
    int checked = 0;
    for (GoldenCase golden : Manifest.read(GoldenFolders.moda()).cases()) {
      String arch = architecture(golden);
      if (golden.op().equals("original_model")) {
        widths.put(arch, trackedUnits(golden));
      }
      if (golden.op().equals("compose")) {
        assertThat(unionCounts(golden, widths.get(arch)))
            .as(golden.name())
            .isEqualTo(integers(golden.facts().get("union_mask_counts")));
        checked++;
      }
    }
    assertThat(checked).isEqualTo(66);
  }

  private static String architecture(GoldenCase golden) {
    return golden.params().has("arch") ? golden.params().text("arch") : "";
  }

  private static int[] trackedUnits(GoldenCase golden) {
    JsonArray layers = golden.description("tracked_layers").getAsJsonArray();
    return IntStream.range(0, layers.size())
        .map(l -> layers.get(l).getAsJsonArray().get(1).getAsInt())
        .toArray();
  }

  private static int[] unionCounts(GoldenCase golden, int[] units) {
    MaskRule rule = MaskRule.of(golden.params());
    String prefix =
        golden.params().has("mask_seed_prefix") ? golden.params().text("mask_seed_prefix") : "";
    int[] targets = golden.params().integers("target_classes");
    int[] counts = new int[units.length];
    for (int layer = 0; layer < units.length; layer++) {
      boolean[] union = new boolean[units[layer]];
      for (int target : targets) {
        boolean[] mask = GoldenFill.mask(rule, prefix, target, layer, units[layer]);
        for (int i = 0; i < union.length; i++) {
          union[i] |= mask[i];
        }
      }
      counts[layer] = kept(union).length;
    }
    return counts;
  }
}
