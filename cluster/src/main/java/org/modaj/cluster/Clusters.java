package org.modaj.cluster;

/** The cluster engines. */
public final class Clusters {
  private static final String CONTEXT = "org.apache.spark.SparkContext";
  private static final String HOW =
      "start it with: spark-submit --master URL moda-bench.jar ... (docs/cluster.md)";

  private Clusters() {}

  /**
   * Connects to the Spark cluster that this process was started for.
   *
   * @param name of this process in the cluster's displays
   * @throws ClusterException when Spark is not on the class path, no cluster was named, or it
   *     cannot be reached
   */
  public static Cluster spark(String name) {
    try {
      Class.forName(CONTEXT, false, Clusters.class.getClassLoader());
    } catch (ClassNotFoundException e) {
      throw new ClusterException("Apache Spark is not on the class path; " + HOW, e);
    }
    if (System.getProperty("spark.master") == null) {
      throw new ClusterException("no Spark cluster was named (spark.master); " + HOW);
    }
    return SparkCluster.connect(name);
  }
}
