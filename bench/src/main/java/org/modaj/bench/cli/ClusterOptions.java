package org.modaj.bench.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.modaj.bench.progress.LineProgress;
import org.modaj.cluster.Cluster;
import org.modaj.cluster.Clusters;
import org.modaj.nn.progress.Progress;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The option {@code --on}: where a command that has many pieces of work computes them, a mixin. */
final class ClusterOptions {
  /** The places. */
  enum Where {
    HERE,
    SPARK
  }

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  @Option(
      names = "--on",
      defaultValue = "here",
      paramLabel = "WHERE",
      description =
          "here, or spark: on the processes of an Apache Spark cluster, to the same results. The"
              + " command is started by spark-submit then, and all machines reach the same folders"
              + " (default: ${DEFAULT-VALUE}).")
  private Where where;

  /** Whether the work goes to a cluster. */
  boolean isCluster() {
    return where == Where.SPARK;
  }

  /**
   * Connects to the cluster, does something with it, and gives it free.
   *
   * @param name of the command
   * @param threads the cluster decides how many, and a number given must be the same
   * @throws org.modaj.cluster.ClusterException when there is none
   * @throws ParameterException when another number of threads was given
   */
  void run(String name, ThreadOptions threads, Consumer<Cluster> body) {
    try (Cluster cluster = Clusters.spark("moda-bench " + name)) {
      if (threads.isGiven() && threads.threads() != cluster.threads()) {
        throw new ParameterException(
            command.commandLine(),
            "--threads "
                + threads.threads()
                + " is not what Spark reserves for a task, "
                + cluster.threads()
                + "; leave it out, or give spark-submit --conf spark.task.cpus="
                + threads.threads());
      }
      body.accept(cluster);
    }
  }

  /** Where the work's progress is shown: lines, with those of the cluster itself. */
  Progress progress(Cluster cluster) {
    Progress lines = new LineProgress(command.commandLine().getErr());
    lines.say("on " + cluster.description());
    cluster.listen(lines::say);
    return lines;
  }

  /** This very command, for other processes. */
  SentCommand sent() {
    List<String> arguments = command.root().commandLine().getParseResult().expandedArgs();
    return new SentCommand(List.copyOf(arguments), Path.of("").toAbsolutePath().toString());
  }
}
