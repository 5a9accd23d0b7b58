package org.modaj.bench.conformance.ops;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import org.modaj.bench.conformance.Algorithms;
import org.modaj.bench.conformance.CaseResult;
import org.modaj.bench.conformance.GoldenCase;
import org.modaj.bench.conformance.GoldenCaseException;
import org.modaj.engine.Shape;
import org.modaj.engine.Tensor;
import org.modaj.nn.Initializer;

/** Cases of the distributions from which fresh weights are drawn. */
public final class InitializerCases {
  private static final long SEED = 1;

  /** Standard errors by which the deviation of a sample may miss that of its distribution. */
  private static final double STANDARD_ERRORS = 4;

  private InitializerCases() {}

  /** Runs {@code initialisation}: fills a weight by each rule and measures it. */
  public static CaseResult run(GoldenCase golden, Algorithms algorithms) {
    CaseResult result = new CaseResult();
    for (JsonElement element : golden.description("expected").getAsJsonArray()) {
      JsonObject wanted = element.getAsJsonObject();
      String weight = wanted.get("weight").getAsString();
      Tensor drawn = rule(golden, wanted).parameter(ourShape(golden, wanted), SEED, weight);
      int n = drawn.elements();
      double std = wanted.get("std").getAsDouble();
      double allowed = STANDARD_ERRORS / Math.sqrt(n);
      result.check(weight + ", mean", mean(drawn, 1), 0, allowed * std);
      result.check(weight + ", standard deviation", Math.sqrt(mean(drawn, 2)), std, allowed * std);
      if (wanted.has("bound")) {
        double bound = wanted.get("bound").getAsDouble();
        result.check(weight + ", largest magnitude", largest(drawn), bound, 20 * bound / n);
      }
    }
    return result;
  }

  private static Initializer rule(GoldenCase golden, JsonObject wanted) {
    String rule = wanted.get("rule").getAsString() + " " + wanted.get("mode").getAsString();
    return switch (rule) {
      case "kaiming_normal fan_out" -> Initializer.kaimingNormalFanOut();
      case "kaiming_normal fan_in" -> Initializer.kaimingNormalFanIn();
      case "torch_default fan_in" -> Initializer.uniformFanIn();
      default -> throw new GoldenCaseException(golden.name(), "no rule \"" + rule + "\"");
    };
  }

  /** [out, in, kh, kw] becomes [kh, kw, in, out], [out, in] becomes [in, out]. */
  private static Shape ourShape(GoldenCase golden, JsonObject wanted) {
    int[] torch =
        wanted.get("shape").getAsJsonArray().asList().stream()
            .mapToInt(JsonElement::getAsInt)
            .toArray();
    return switch (torch.length) {
      case 2 -> Shape.of(torch[1], torch[0]);
      case 4 -> Shape.of(torch[2], torch[3], torch[1], torch[0]);
      default -> throw new GoldenCaseException(golden.name(), "no weight of rank " + torch.length);
    };
  }

  private static double mean(Tensor tensor, int power) {
    double sum = 0;
    for (float value : tensor.data()) {
      sum += power == 1 ? value : (double) value * value;
    }
    return sum / tensor.elements();
  }

  private static double largest(Tensor tensor) {
    double largest = 0;
    for (float value : tensor.data()) {
      largest = Math.max(largest, Math.abs(value));
    }
    return largest;
  }
}
