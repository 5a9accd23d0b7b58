package org.modaj.moda.activity;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.modaj.engine.Shape;
import org.modaj.moda.activity.ActivityRule.LayerMean;
import org.modaj.moda.activity.ActivityRule.NonZero;
import org.modaj.moda.activity.ActivityRule.RelativeMean;
import org.modaj.moda.activity.ActivityRule.StepShare;
import org.modaj.nn.NetworkBuilder;
import org.modaj.nn.NetworkNode;
import org.modaj.nn.build.Recurrent;
import org.modaj.nn.build.Value;
import org.modaj.nn.layer.Activation;

/** Which rule a layer gets, and policies as texts. */
class ActivityPolicyTest {
  private static final ActivityPolicy POLICY = ActivityPolicy.standard();

  private static ActivityRule ruleOf(Activation function) {
    NetworkBuilder net = new NetworkBuilder("net", Shape.of(3), 1);
    net.activation("function", net.input(), function);
    NetworkNode node = net.build().nodes().getFirst();
    return POLICY.ruleOf(node);
  }

  @ParameterizedTest
  @EnumSource(names = {"GELU", "GELU_TANH", "SILU", "MISH", "LEAKY_RELU"})
  void functions_that_are_near_zero_of_negative_numbers_have_a_threshold(Activation function) {
    assertThat(ruleOf(function)).isEqualTo(new StepShare(0.1f, 0.5f));
  }

  @ParameterizedTest
  @EnumSource(names = {"TANH", "ELU", "SOFTSIGN"})
  void those_of_two_sides_are_compared_with_the_strongest_unit(Activation function) {
    assertThat(ruleOf(function)).isEqualTo(new RelativeMean(0.2f));
  }

  @ParameterizedTest
  @EnumSource(names = {"RELU", "RELU6", "HARD_SWISH"})
  void those_with_exact_zeros_have_the_papers_rule(Activation function) {
    assertThat(ruleOf(function)).isEqualTo(new NonZero());
  }

  @Test
  void an_lstm_is_compared_with_its_strongest_unit() {
    NetworkBuilder net = NetworkBuilder.forSequences("net", Shape.of(4, 3), 1);
    Value x = net.lstm("lstm", net.input(), Recurrent.of(5));
    net.lastStep("last", x);
    assertThat(POLICY.ruleOf(net.build().nodes().getFirst())).isEqualTo(new RelativeMean(0.2f));
  }

  static Stream<ActivityPolicy> policies() {
    List<ActivityRule> rules =
        List.of(new RelativeMean(0.2f), new LayerMean(0.5f), new StepShare(0.1f, 0.5f));
    return rules.stream().flatMap(a -> rules.stream().map(b -> new ActivityPolicy(a, b)));
  }

  @ParameterizedTest
  @MethodSource("policies")
  void what_a_policy_writes_is_read_as_the_same_policy(ActivityPolicy policy) {
    assertThat(ActivityPolicy.parse(policy.toString())).isEqualTo(policy);
  }

  @Test
  void the_text_of_files_from_before_means_one_rule_for_all() {
    assertThat(ActivityPolicy.parse("relative-mean 0.2"))
        .isEqualTo(new ActivityPolicy(new RelativeMean(0.2f), new RelativeMean(0.2f)));
    assertThat(POLICY).hasToString("relative-mean 0.2, near zero step-share 0.1 0.5");
  }
}
