package org.modaj.cluster;

import java.io.Serializable;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkException;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * Apache Spark. Every piece of work is a job of one task, named as the work is; so one that takes
 * its process with it again and again is one failed job, and no other work is lost with it.
 */
final class SparkCluster implements Cluster {
  private static final String THREADS = "spark.task.cpus";

  private final JavaSparkContext spark;
  private final int threads;
  private final ExecutorService waiting = Executors.newVirtualThreadPerTaskExecutor();

  private SparkCluster(JavaSparkContext spark) {
    this.spark = spark;
    this.threads = spark.getConf().getInt(THREADS, 1);
  }

  /**
   * Connects.
   *
   * @throws ClusterException when the cluster cannot be reached
   */
  static SparkCluster connect(String name) {
    SparkConf conf = new SparkConf();
    conf.setIfMissing("spark.app.name", name);
    try {
      JavaSparkContext spark = new JavaSparkContext(conf);
      spark.setLogLevel("WARN");
      return new SparkCluster(spark);
    } catch (Exception e) { // Scala throws checked exceptions that it does not declare
      throw new ClusterException(
          "cannot start Spark on "
              + conf.get("spark.master", "no cluster")
              + ": "
              + e.getMessage()
              + "; check --master and the settings given to spark-submit",
          e);
    }
  }

  @Override
  public String description() {
    String ui = spark.sc().uiWebUrl().getOrElse(() -> "");
    return "Spark "
        + spark.version()
        + ", "
        + spark.master()
        + ", "
        + spark.sc().applicationId()
        + (ui.isEmpty() ? "" : ", " + ui);
  }

  @Override
  public int threads() {
    return threads;
  }

  @Override
  public int slots() {
    return Math.max(1, spark.sc().defaultParallelism() / threads);
  }

  @Override
  public <R extends Serializable> CompletableFuture<R> submit(String name, Work<R> work) {
    JavaRDD<Work<R>> one = spark.parallelize(List.of(work), 1).setName(name);
    return CompletableFuture.supplyAsync(() -> run(name, one), waiting);
  }

  private <R extends Serializable> R run(String name, JavaRDD<Work<R>> one) {
    try {
      spark.setJobDescription(name);
      spark.setCallSite(name);
      return one.map(new SparkTask<R>(threads)).collect().get(0);
    } catch (Exception e) { // Scala throws checked exceptions that it does not declare
      if (spark.sc().isStopped()) {
        throw new CompletionException(
            new ClusterException("Spark has stopped while " + name + " was computed", e));
      }
      String why = e instanceof SparkException ? reason(e) : e.toString();
      throw new CompletionException(new ClusterException(why, e));
    }
  }

  /** The part of Spark's message that says why, without stack traces. */
  private static String reason(Exception e) {
    String[] lines = String.valueOf(e.getMessage()).split("\\R");
    return lines[0];
  }

  @Override
  public void listen(Consumer<String> remarks) {
    spark.sc().addSparkListener(new SparkRemarks(remarks));
  }

  @Override
  public boolean isRunning() {
    return !spark.sc().isStopped();
  }

  @Override
  public void close() {
    waiting.shutdownNow();
    spark.close();
  }
}
