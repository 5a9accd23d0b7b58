import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.modaj.engine.Autograd;
import org.modaj.engine.Shape;
import org.modaj.engine.Tensor;
import org.modaj.engine.Workspace;
import org.modaj.engine.random.CounterRandom;
import org.modaj.nn.Mode;
import org.modaj.nn.Network;
import org.modaj.nn.NetworkInput;
import org.modaj.nn.NetworkNode;
import org.modaj.nn.PreparedNetwork;
import org.modaj.nn.layer.CountsOperations;
import org.modaj.nn.model.Models;

/**
 * Times the steps of a prepared network where they stand, in whole passes: milliseconds, GFLOP/s of
 * the direct sums, and their share of a loop of multiply-adds that runs on all threads before each
 * pass ({@code LayerTimes.java} beside this file). Steps of the same kind and sizes are one row, with their times added. It reads private
 * fields of {@link PreparedNetwork}, which shows its steps to nobody, so it runs from the class path
 * only.
 *
 * <pre>java --add-modules jdk.incubator.vector -cp bench/target/moda-bench.jar docs/results/programs/InferenceTimes.java mobilenet 1 128 15
 * </pre>
 *
 * Arguments: model, width, batch, passes.
 */
public final class InferenceTimes {
  private static final long WARM_UP = 6_000_000_000L;

  private InferenceTimes() {}

  /** Steps of one kind. */
  private static final class Row {
    private int times;
    private double operations;
    private final List<Integer> steps = new ArrayList<>();
  }

  public static void main(String[] args) throws Exception {
    double width = Double.parseDouble(args[1]);
    int batch = Integer.parseInt(args[2]);
    int passes = Integer.parseInt(args[3]);
    Shape input = args[0].matches("lstm|gru|transformer") ? Shape.of(128, 64) : Shape.of(32, 32, 3);
    Network network = Models.named(args[0]).build(input, 10, width, 1);
    PreparedNetwork prepared = network.prepare();
    Tensor x = Tensor.zeros(input.prepend(batch).toArray());
    CounterRandom.of(1, "input").fillNormal(x.data(), 1);

    List<?> steps = (List<?>) field(prepared, "steps");
    Map<String, Row> rows = new LinkedHashMap<>();
    for (int i = 0; i < steps.size(); i++) {
      add(rows, network, steps.get(i), i, batch);
    }
    double[][] seconds = new double[steps.size()][passes];
    double[] whole = new double[passes];
    double[] peaks = new double[passes];
    for (long end = System.nanoTime() + WARM_UP; System.nanoTime() < end; ) {
      prepared.forward(x);
      pass(network, prepared, steps, x);
    }
    for (int pass = 0; pass < passes; pass++) {
      peaks[pass] = LayerTimes.peak();
      double[] times = pass(network, prepared, steps, x);
      for (int i = 0; i < times.length; i++) {
        seconds[i][pass] = times[i];
      }
      long start = System.nanoTime();
      prepared.forward(x);
      whole[pass] = (System.nanoTime() - start) / 1e9;
    }
    double peak = LayerTimes.median(peaks);
    System.out.println("| step | times | ms together | GFLOP/s | share |");
    System.out.println("|---|---|---|---|---|");
    double sum = 0;
    for (Map.Entry<String, Row> row : rows.entrySet()) {
      Row r = row.getValue();
      double time = r.steps.stream().mapToDouble(i -> LayerTimes.median(seconds[i])).sum();
      sum += time;
      String rate =
          r.operations == 0
              ? " | "
              : "%.0f | %.2f".formatted(r.operations / time / 1e9, r.operations / time / peak);
      System.out.printf("| %s | %d | %.3f | %s |%n", row.getKey(), r.times, time * 1e3, rate);
    }
    System.out.printf("| all | | %.3f | | |%n", sum * 1e3);
    System.out.printf(
        "whole passes in turns with these: %.3f ms; the loop: %.0f GFLOP/s%n",
        LayerTimes.median(whole) * 1e3, peak / 1e9);
  }

  private static void add(Map<String, Row> rows, Network network, Object step, int i, int batch)
      throws Exception {
    List<NetworkNode> nodes = network.nodes();
    int last = (int) call(step, "index");
    int first = nodes.indexOf((NetworkNode) call(step, "first"));
    StringBuilder name = new StringBuilder();
    double operations = 0;
    for (NetworkNode node : nodes.subList(first, last + 1)) {
      List<Shape> shapes = network.inputShapes(node);
      if (node.layer() instanceof CountsOperations counts) {
        operations += 2.0 * batch * counts.multiplyAdds(shapes);
      }
      name.append(name.isEmpty() ? "" : "+").append(node.layer().type());
      Tensor weight = node.layer().parameters().get("weight");
      if (weight != null && weight.shape().rank() > 1) {
        name.append(" ").append(weight.shape());
      }
    }
    name.append(", ").append(network.inputShapes(nodes.get(first)).getFirst()).append(" to ");
    name.append(nodes.get(last).shape());
    Row row = rows.computeIfAbsent(name.toString(), _ -> new Row());
    row.times++;
    row.operations += operations;
    row.steps.add(i);
  }

  /** Seconds of each step of one pass. */
  private static double[] pass(
      Network network, PreparedNetwork prepared, List<?> steps, Tensor x) throws Exception {
    List<?> dead = (List<?>) field(prepared, "dead");
    Object plan = method(network, "plan").invoke(network);
    Object time = call(plan, "time");
    NetworkInput in = NetworkInput.of(x);
    Object lengths = method(time, "lengths").invoke(time, in.lengths());
    Method context = method(plan.getClass(), "context", 4);
    Method compute = method(steps.getFirst(), "compute");
    Method release = method(PreparedNetwork.class, "release", 3);
    Tensor[] values = new Tensor[network.nodes().size()];
    double[] seconds = new double[steps.size()];
    try (Autograd.Scope _ = Autograd.noGrad();
        Workspace _ = Workspace.open()) {
      for (int i = 0; i < seconds.length; i++) {
        Object step = steps.get(i);
        Object c = context.invoke(null, step, in, Mode.EVALUATE, lengths);
        long start = System.nanoTime();
        values[(int) call(step, "index")] = (Tensor) compute.invoke(step, values, in, c);
        seconds[i] = (System.nanoTime() - start) / 1e9;
        for (int node : (int[]) dead.get(i)) {
          release.invoke(null, values, node, x);
        }
      }
    }
    return seconds;
  }

  private static Object field(Object of, String name) throws Exception {
    Field field = of.getClass().getDeclaredField(name);
    field.setAccessible(true);
    return field.get(of);
  }

  private static Object call(Object of, String name) throws Exception {
    return method(of, name).invoke(of);
  }

  private static Method method(Object of, String name) {
    return method(of.getClass(), name, -1);
  }

  private static Method method(Class<?> type, String name, int parameters) {
    Method method =
        Arrays.stream(type.getDeclaredMethods())
            .filter(m -> m.getName().equals(name))
            .filter(m -> parameters < 0 || m.getParameterCount() == parameters)
            .findFirst()
            .orElseThrow();
    method.setAccessible(true);
    return method;
  }
}
