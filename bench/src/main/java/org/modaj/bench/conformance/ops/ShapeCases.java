package org.modaj.bench.conformance.ops;

import com.google.gson.JsonElement;
import java.util.HashMap;
import java.util.Map;
import org.modaj.bench.conformance.Algorithms;
import org.modaj.bench.conformance.CaseResult;
import org.modaj.bench.conformance.GoldenCase;
import org.modaj.bench.conformance.Layout;
import org.modaj.bench.conformance.OperatorCase;
import org.modaj.engine.Shape;
import org.modaj.engine.Tensor;
import org.modaj.engine.ops.Concat;
import org.modaj.engine.ops.Expand;
import org.modaj.engine.ops.Narrow;
import org.modaj.engine.ops.Permute;
import org.modaj.engine.ops.Reshape;
import org.modaj.engine.ops.Stack;
import org.modaj.engine.ops.Transpose;

/** Cases of the operators that rearrange, join and cut tensors. */
public final class ShapeCases {
  private ShapeCases() {}

  /** Runs {@code reshape}. */
  public static CaseResult reshape(GoldenCase golden, Algorithms algorithms) {
    if (golden.params().has("expression")) {
      return ExpressionCases.run(golden, algorithms);
    }
    OperatorCase tensors = new OperatorCase(golden);
    Tensor x = tensors.input("x", Layout.SAME);
    return y(tensors, Reshape.apply(x, golden.params().integers("shape")));
  }

  /** Runs {@code permute}. */
  public static CaseResult permute(GoldenCase golden, Algorithms algorithms) {
    if (golden.params().has("expression")) {
      return ExpressionCases.run(golden, algorithms);
    }
    OperatorCase tensors = new OperatorCase(golden);
    Tensor x = tensors.input("x", Layout.SAME);
    return y(tensors, Permute.apply(x, golden.params().integers("order")));
  }

  /** Runs {@code transpose}. */
  public static CaseResult transpose(GoldenCase golden, Algorithms algorithms) {
    OperatorCase tensors = new OperatorCase(golden);
    int[] axes = golden.params().pair("axes");
    return y(tensors, Transpose.apply(tensors.input("x", Layout.SAME), axes[0], axes[1]));
  }

  /** Runs {@code expand}. */
  public static CaseResult expand(GoldenCase golden, Algorithms algorithms) {
    OperatorCase tensors = new OperatorCase(golden);
    Shape shape = Shape.of(golden.params().integers("shape"));
    return y(tensors, Expand.apply(tensors.input("x", Layout.SAME), shape));
  }

  /** Runs {@code narrow}. */
  public static CaseResult narrow(GoldenCase golden, Algorithms algorithms) {
    OperatorCase tensors = new OperatorCase(golden);
    Tensor part =
        Narrow.apply(
            tensors.input("x", Layout.SAME),
            golden.params().integer("axis"),
            golden.params().integer("start"),
            golden.params().integer("length"));
    return y(tensors, part);
  }

  /** Runs {@code concat}: the inputs in the order that the case gives, some of them twice. */
  public static CaseResult concat(GoldenCase golden, Algorithms algorithms) {
    OperatorCase tensors = new OperatorCase(golden);
    Map<String, Tensor> inputs = new HashMap<>();
    Tensor[] parts =
        golden.params().json("order").getAsJsonArray().asList().stream()
            .map(JsonElement::getAsString)
            .map(role -> inputs.computeIfAbsent(role, r -> tensors.input(r, Layout.SAME)))
            .toArray(Tensor[]::new);
    return y(tensors, Concat.apply(golden.params().integer("axis"), parts));
  }

  /** Runs {@code stack}: all inputs in their order. */
  public static CaseResult stack(GoldenCase golden, Algorithms algorithms) {
    OperatorCase tensors = new OperatorCase(golden);
    Tensor[] parts =
        golden.inputRoles().stream()
            .map(role -> tensors.input(role, Layout.SAME))
            .toArray(Tensor[]::new);
    return y(tensors, Stack.apply(golden.params().integer("axis"), parts));
  }

  private static CaseResult y(OperatorCase tensors, Tensor y) {
    return tensors.output("y", y, Layout.SAME).result();
  }
}
