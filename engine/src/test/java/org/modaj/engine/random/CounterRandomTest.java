package org.modaj.engine.random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.stream.IntStream;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.modaj.engine.EngineException;

class CounterRandomTest {
  private static final int DRAWS = 200_000;

  @Test
  void theUpperBoundIsExcludedAfterRounding() {
    float[] values = new float[1 << 18];
    for (double high : new double[] {1 + 1e-7, 1.0 / 3, 1e-3}) {
      CounterRandom.of(7, "bound").fillUniform(values, high * (1 - 1e-6), high);
      for (float value : values) {
        assertThat((double) value).isLessThan(high);
      }
    }
  }

  @Test
  void hashes_its_key_with_fnv1a() {
    assertThat(CounterRandom.of("a").keyHash()).isEqualTo(0xaf63dc4c8601ec8cL);
    assertThat(CounterRandom.of("g1/vgg16/features.0.weight").keyHash())
        .isEqualTo(0x3cb8fec46898acfbL);
  }

  @Test
  void draws_the_24_bits_of_the_golden_rules() {
    CounterRandom random = CounterRandom.of("g1/vgg16/features.0.weight");

    int[] first = IntStream.range(0, 4).map(random::bits24).toArray();

    assertThat(first).containsExactly(6218572, 7878595, 706286, 3481015);
  }

  @Test
  void fills_weights_as_the_golden_rules_do() {
    float[] weights = new float[4];
    float scale = (float) Math.sqrt(5.0 / 27);
    float[] variances = new float[3];

    CounterRandom.of("g1/vgg16/features.0.weight").fill(weights, scale, 0f);
    CounterRandom.of("g1/vgg16/features.1.running_var").fill(variances, 0.5f, 1f);

    assertThat(bits(weights)).containsExactly(0xbde3fcac, 0xbcd654a9, 0xbec9c764, 0xbe80e64f);
    assertThat(bits(variances)).containsExactly(0x3faf520a, 0x3f0f0854, 0x3f83ef78);
  }

  @Test
  void keeps_the_units_of_the_golden_masks() {
    CounterRandom medium = CounterRandom.of("mask/resnet18/medium/class0/layer0");
    CounterRandom sparse = CounterRandom.of("mask/vgg16/sparse/class5/layer0");

    int[] kept = IntStream.range(0, 64).filter(i -> medium.bits24(i) < 5033164).toArray();

    assertThat(kept).containsExactly(1, 12, 27, 29, 33, 36, 39, 50, 51, 53, 55, 58, 61);
    assertThat(IntStream.range(0, 64).filter(i -> sparse.bits24(i) < 838860)).isEmpty();
    assertThat(Long.remainderUnsigned(sparse.keyHash(), 64)).isEqualTo(30);
  }

  @Test
  void derives_the_key_of_a_child_from_its_parent() {
    CounterRandom whole = CounterRandom.of("7/train/12");

    CounterRandom derived = CounterRandom.of(7, "train").child(12);

    assertThat(derived.key()).isEqualTo("7/train/12");
    assertThat(derived.keyHash()).isEqualTo(whole.keyHash());
    assertThat(derived.bits64(5)).isEqualTo(whole.bits64(5));
    assertThat(derived).hasToString("CounterRandom[7/train/12]");
    assertThat(CounterRandom.of("7").child("train").child(13).bits64(5))
        .isNotEqualTo(whole.bits64(5));
  }

  @Test
  void gives_negative_seeds_and_foreign_letters_their_own_streams() {
    assertThat(CounterRandom.of(-1, "x").key()).isEqualTo("-1/x");
    assertThat(CounterRandom.of("größe").keyHash())
        .isNotEqualTo(CounterRandom.of("grosse").keyHash());
  }

  @Test
  void keeps_uniform_and_unit_in_their_ranges_with_the_right_moments() {
    CounterRandom random = CounterRandom.of(3, "moments");
    double sum = 0;
    double squares = 0;
    for (int i = 0; i < DRAWS; i++) {
      float u = random.uniform(i);
      float v = random.unit(i);
      assertThat(u >= 0 && u < 1).isTrue();
      assertThat(v).isEqualTo(2 * u - 1);
      sum += u;
      squares += (u - 0.5) * (u - 0.5);
    }
    assertThat(sum / DRAWS).isCloseTo(0.5, within(0.003));
    assertThat(squares / DRAWS).isCloseTo(1.0 / 12, within(0.001));
  }

  @Test
  void draws_normals_with_the_right_moments_and_tails() {
    CounterRandom random = CounterRandom.of(3, "normal");
    double[] moment = new double[5];
    int beyondTwo = 0;
    double neighbours = 0;
    for (int i = 0; i < DRAWS; i++) {
      double x = random.normal(i);
      double power = 1;
      for (int k = 1; k <= 4; k++) {
        power *= x;
        moment[k] += power / DRAWS;
      }
      beyondTwo += Math.abs(x) > 2 ? 1 : 0;
      neighbours += x * random.normal(i + 1) / DRAWS;
    }
    assertThat(moment[1]).isCloseTo(0, within(0.01));
    assertThat(moment[2]).isCloseTo(1, within(0.015));
    assertThat(moment[3]).isCloseTo(0, within(0.03));
    assertThat(moment[4]).isCloseTo(3, within(0.1));
    assertThat(beyondTwo / (double) DRAWS).isCloseTo(0.0455, within(0.002));
    assertThat(neighbours).isCloseTo(0, within(0.01));
  }

  @Test
  void fills_arrays_with_the_same_numbers_it_draws_one_by_one() {
    CounterRandom random = CounterRandom.of(9, "fill");
    for (int n : new int[] {0, 1, 2, 7, 8}) {
      float[] normals = new float[n];
      float[] uniforms = new float[n];
      random.fillNormal(normals, 0.25);
      random.fillUniform(uniforms, -3, 5);
      for (int i = 0; i < n; i++) {
        assertThat(normals[i]).isEqualTo((float) (random.normal(i) * 0.25));
        assertThat(uniforms[i]).isEqualTo(-3 + 8 * random.uniform(i)).isBetween(-3f, 5f);
      }
    }
  }

  @Test
  void draws_every_value_below_a_bound_about_equally_often() {
    CounterRandom random = CounterRandom.of(4, "below");
    int[] counts = new int[7];
    for (int i = 0; i < 70_000; i++) {
      counts[random.below(7, i)]++;
    }
    assertThat(Arrays.stream(counts))
        .allSatisfy(count -> assertThat(count).isBetween(9_600, 10_400));
    assertThat(random.below(1, 123)).isZero();
    assertThat(random.below(Integer.MAX_VALUE, 5)).isBetween(0, Integer.MAX_VALUE - 1);
  }

  @Test
  void rejects_bounds_and_sizes_that_mean_nothing() {
    CounterRandom random = CounterRandom.of("k");
    assertThatThrownBy(() -> random.below(0, 1))
        .isInstanceOf(EngineException.class)
        .hasMessageContaining("\"k\"")
        .hasMessageContaining("was 0");
    assertThatThrownBy(() -> random.permutation(-1))
        .isInstanceOf(EngineException.class)
        .hasMessageContaining("was -1");
  }

  @Test
  void permutes_every_element_exactly_once() {
    for (int n : new int[] {0, 1, 2, 33, 1000}) {
      int[] sorted = CounterRandom.of(5, "order").permutation(n);
      Arrays.sort(sorted);
      assertThat(sorted).isEqualTo(IntStream.range(0, n).toArray());
    }
  }

  @Test
  void sends_each_element_of_a_permutation_everywhere_equally_often() {
    int[][] counts = new int[5][5];
    CounterRandom random = CounterRandom.of(6, "fair");
    for (int trial = 0; trial < 20_000; trial++) {
      int[] order = random.child(trial).permutation(5);
      for (int place = 0; place < 5; place++) {
        counts[place][order[place]]++;
      }
    }
    assertThat(Arrays.stream(counts).flatMapToInt(Arrays::stream))
        .allSatisfy(count -> assertThat(count).isBetween(3_750, 4_250));
  }

  @Test
  void never_changes_its_output() {
    CounterRandom random = CounterRandom.of(42, "pinned");
    CRC32 crc = new CRC32();
    float[] normals = new float[1001];
    random.child("normal").fillNormal(normals, 0.01);
    for (int i = 0; i < 1001; i++) {
      update(crc, random.bits64(i));
      update(crc, Double.doubleToLongBits(random.normal(i)));
      update(crc, Float.floatToIntBits(normals[i]));
      update(crc, random.below(1000, i));
    }
    for (int place : random.permutation(1001)) {
      update(crc, place);
    }
    assertThat(crc.getValue()).isEqualTo(1965767094L);
  }

  private static void update(CRC32 crc, long value) {
    for (int shift = 0; shift < 64; shift += 8) {
      crc.update((int) (value >>> shift));
    }
  }

  private static int[] bits(float[] values) {
    int[] bits = new int[values.length];
    for (int i = 0; i < values.length; i++) {
      bits[i] = Float.floatToRawIntBits(values[i]);
    }
    return bits;
  }
}
