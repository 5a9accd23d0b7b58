import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Method;

/**
 * Runs one step of a network on random input for each line that it reads and prints the step's
 * nanoseconds: {@code interleave.py} lets several versions of moda-bench.jar take turns.
 */
public final class StepServer {
  private StepServer() {}

  /** Model, work (ST, MODA, INFER), width, batch. */
  @SuppressWarnings({"unchecked", "rawtypes"})
  public static void main(String[] args) throws ReflectiveOperationException, IOException {
    Class<?> type = Class.forName("org.modaj.bench.experiment.RandomStep");
    Class work = Class.forName(type.getName() + "$Work");
    Object step =
        type.getConstructor(String.class, work, double.class, int.class)
            .newInstance(
                args[0],
                Enum.valueOf(work, args[1]),
                Double.parseDouble(args[2]),
                Integer.parseInt(args[3]));
    Method run = type.getMethod("run");
    InputStream in = System.in;
    while (in.read() >= 0) {
      long start = System.nanoTime();
      run.invoke(step);
      System.out.println(System.nanoTime() - start);
    }
  }
}
