import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.modaj.bench.experiment.TrainingSettings;
import org.modaj.bench.reproduce.Competitor;
import org.modaj.data.DataSplit;
import org.modaj.data.embedded.EmbeddedImages;
import org.modaj.data.embedded.EmbeddedSequences;

/**
 * Times a standard training step and one with the objectives of MODA, one each in turns on the same
 * batch in one process, as {@code reproduce rq2} does, and prints the ratio of both. It calls a
 * class that is not public, so it runs from the class path only.
 *
 * <pre>java --add-modules jdk.incubator.vector -cp bench/target/moda-bench.jar docs/results/programs/MethodSteps.java 1 8 20 vgg16 resnet18 mobilenet lstm
 * </pre>
 *
 * Arguments: width, steps to warm up, steps that count, models.
 */
public final class MethodSteps {
  private MethodSteps() {}

  public static void main(String[] args) throws Exception {
    double width = Double.parseDouble(args[0]);
    int warmUp = Integer.parseInt(args[1]);
    int counted = Integer.parseInt(args[2]);
    for (String model : Arrays.asList(args).subList(3, args.length)) {
      DataSplit data =
          model.equals("lstm")
              ? EmbeddedSequences.load()
              : EmbeddedImages.generate(1, 128 * (warmUp + counted + 1), 128);
      print(model, width, seconds(model, width, warmUp, counted, data));
    }
  }

  private static Map<Competitor, List<Double>> seconds(
      String model, double width, int warmUp, int counted, DataSplit data) throws Exception {
    TrainingSettings settings =
        TrainingSettings.paper(model, TrainingSettings.Method.ST, width, 1, 1);
    Class<?> type = Class.forName("org.modaj.bench.reproduce.InterleavedSteps");
    Constructor<?> constructor = type.getDeclaredConstructors()[0];
    constructor.setAccessible(true);
    Object steps =
        constructor.newInstance(settings, List.of(Competitor.ST, Competitor.MODA), data);
    Method run = type.getDeclaredMethod("run", int.class, int.class);
    run.setAccessible(true);
    @SuppressWarnings("unchecked")
    var seconds = (Map<Competitor, List<Double>>) run.invoke(steps, warmUp, counted);
    return seconds;
  }

  private static void print(String model, double width, Map<Competitor, List<Double>> seconds) {
    List<Double> standard = seconds.get(Competitor.ST);
    List<Double> moda = seconds.get(Competitor.MODA);
    List<Double> ratios = new ArrayList<>();
    for (int i = 0; i < moda.size(); i++) {
      ratios.add(moda.get(i) / standard.get(i));
    }
    System.out.printf(
        Locale.ROOT,
        "%s, width %s: standard %.1f ms, with the objectives %.1f ms; of pairs %.3f, of medians %.3f, of minima %.3f%n",
        model, width, 1e3 * median(standard), 1e3 * median(moda), median(ratios),
        median(moda) / median(standard), least(moda) / least(standard));
  }

  private static double least(List<Double> values) {
    return values.stream().mapToDouble(Double::doubleValue).min().orElseThrow();
  }

  private static double median(List<Double> values) {
    return values.stream().mapToDouble(Double::doubleValue).sorted().toArray()[values.size() / 2];
  }
}
