package org.modaj.bench.conformance.ops;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.modaj.bench.conformance.Algorithms;
import org.modaj.bench.conformance.CaseResult;
import org.modaj.bench.conformance.GoldenCase;
import org.modaj.bench.conformance.GoldenCaseException;
import org.modaj.bench.conformance.Layout;
import org.modaj.bench.conformance.OperatorCase;
import org.modaj.engine.Shape;
import org.modaj.engine.Tensor;
import org.modaj.engine.ops.AddChannels;
import org.modaj.engine.ops.Embedding;
import org.modaj.engine.ops.IndexSelect;
import org.modaj.engine.ops.ScatterChannels;
import org.modaj.engine.ops.Where;

/** Cases of the operators that choose elements by index or condition. */
public final class IndexCases {
  private static final Pattern EQUALS = Pattern.compile("(\\w+) *== *(-?\\d+)");

  private IndexCases() {}

  /** Runs {@code embedding}. */
  public static CaseResult embedding(GoldenCase golden, Algorithms algorithms) {
    OperatorCase tensors = new OperatorCase(golden);
    Tensor w = tensors.input("w", Layout.SAME);
    int[] indices = golden.labels("idx");
    Shape shape = Shape.of(golden.input("idx").shape());
    Tensor y =
        golden.params().has("padding_idx")
            ? Embedding.apply(w, indices, shape, golden.params().integer("padding_idx"))
            : Embedding.apply(w, indices, shape);
    return tensors.output("y", y, Layout.SAME).result();
  }

  /** Runs {@code index_select}. */
  public static CaseResult indexSelect(GoldenCase golden, Algorithms algorithms) {
    OperatorCase tensors = new OperatorCase(golden);
    Tensor y =
        IndexSelect.apply(
            tensors.input("x", Layout.SAME), golden.params().integer("axis"), golden.labels("idx"));
    return tensors.output("y", y, Layout.SAME).result();
  }

  /** Runs {@code scatter_channels}. */
  public static CaseResult scatterChannels(GoldenCase golden, Algorithms algorithms) {
    OperatorCase tensors = new OperatorCase(golden);
    Tensor y =
        ScatterChannels.apply(
            tensors.input("x", Layout.CHANNELS_SECOND),
            golden.labels("idx"),
            golden.params().integer("channels"));
    return tensors.output("y", y, Layout.CHANNELS_SECOND).result();
  }

  /** Runs {@code add_channels}. */
  public static CaseResult addChannels(GoldenCase golden, Algorithms algorithms) {
    OperatorCase tensors = new OperatorCase(golden);
    Tensor y =
        AddChannels.apply(
            tensors.input("x", Layout.CHANNELS_SECOND),
            tensors.input("skip", Layout.CHANNELS_SECOND),
            golden.labels("to"),
            golden.labels("frm"));
    return tensors.output("y", y, Layout.CHANNELS_SECOND).result();
  }

  /** Runs {@code where}, whose condition compares an integer input with a number. */
  public static CaseResult where(GoldenCase golden, Algorithms algorithms) {
    String text = golden.params().text("condition");
    Matcher condition = EQUALS.matcher(text);
    if (!condition.matches()) {
      throw new GoldenCaseException(
          golden.name(), "condition is \"%s\", expected \"name == number\"".formatted(text));
    }
    int wanted = Integer.parseInt(condition.group(2));
    int[] stored = golden.labels(condition.group(1));
    float[] holds = new float[stored.length];
    for (int i = 0; i < holds.length; i++) {
      holds[i] = stored[i] == wanted ? 1 : 0;
    }
    OperatorCase tensors = new OperatorCase(golden);
    Tensor y =
        Where.apply(
            Tensor.of(Shape.of(golden.input(condition.group(1)).shape()), holds),
            tensors.input("a", Layout.SAME),
            tensors.input("b", Layout.SAME));
    return tensors.output("y", y, Layout.SAME).result();
  }
}
