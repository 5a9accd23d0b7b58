package org.modaj.moda.baseline;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Agglomerative clustering of the units of one layer: at first each unit is a cluster of its own;
 * then the two nearest clusters become one, again and again. The distance of two clusters is the
 * mean Euclidean distance of their members (average linkage). Of equal distances the pair with the
 * lowest first members goes first, so the result depends on the vectors only.
 */
final class UnitClusters {
  private UnitClusters() {}

  /**
   * Clusters vectors.
   *
   * @param vectors one for each unit, of one length
   * @param count clusters that are left, in [1, units]
   * @return the members of each cluster, ascending, the cluster with the lowest member first
   */
  static List<int[]> of(double[][] vectors, int count) {
    int n = vectors.length;
    double[][] distance = distances(vectors);
    int[] size = new int[n];
    int[] owner = new int[n];
    boolean[] alive = new boolean[n];
    int[] nearest = new int[n];
    Arrays.fill(size, 1);
    Arrays.fill(alive, true);
    Arrays.setAll(owner, i -> i);
    for (int i = 0; i < n; i++) {
      nearest[i] = nearest(distance, alive, i);
    }
    for (int left = n; left > count; left--) {
      int a = -1;
      for (int i = 0; i < n; i++) {
        if (alive[i]
            && nearest[i] >= 0
            && (a < 0 || distance[i][nearest[i]] < distance[a][nearest[a]])) {
          a = i;
        }
      }
      int b = nearest[a];
      for (int i = 0; i < n; i++) {
        if (alive[i] && i != a && i != b) {
          double mean = (size[a] * distance[a][i] + size[b] * distance[b][i]) / (size[a] + size[b]);
          distance[a][i] = mean;
          distance[i][a] = mean;
        }
        owner[i] = owner[i] == b ? a : owner[i];
      }
      size[a] += size[b];
      alive[b] = false;
      for (int i = 0; i < n; i++) {
        boolean affected = i == a || nearest[i] == a || nearest[i] == b;
        if (alive[i] && (affected || i < a && isNearer(distance, i, a, nearest[i]))) {
          nearest[i] = nearest(distance, alive, i);
        }
      }
    }
    return members(owner);
  }

  private static boolean isNearer(double[][] distance, int i, int a, int b) {
    return b < 0 || distance[i][a] < distance[i][b];
  }

  /** The nearest cluster with a higher number, the lowest among equals; -1 for none. */
  private static int nearest(double[][] distance, boolean[] alive, int i) {
    int best = -1;
    for (int j = i + 1; j < alive.length; j++) {
      if (alive[j] && (best < 0 || distance[i][j] < distance[i][best])) {
        best = j;
      }
    }
    return best;
  }

  private static double[][] distances(double[][] vectors) {
    double[][] distance = new double[vectors.length][vectors.length];
    for (int a = 0; a < vectors.length; a++) {
      for (int b = 0; b < a; b++) {
        double squares = 0;
        for (int k = 0; k < vectors[a].length; k++) {
          double d = vectors[a][k] - vectors[b][k];
          squares += d * d;
        }
        distance[a][b] = Math.sqrt(squares);
        distance[b][a] = distance[a][b];
      }
    }
    return distance;
  }

  private static List<int[]> members(int[] owner) {
    List<int[]> clusters = new ArrayList<>();
    for (int c = 0; c < owner.length; c++) {
      int cluster = c;
      int[] own = IntStream.range(0, owner.length).filter(i -> owner[i] == cluster).toArray();
      if (own.length > 0) {
        clusters.add(own);
      }
    }
    return clusters;
  }

  /** The member with the least sum of distances to the others, the lowest among equals. */
  static int representative(double[][] vectors, int[] members) {
    double[][] own = Arrays.stream(members).mapToObj(i -> vectors[i]).toArray(double[][]::new);
    double[][] distance = distances(own);
    int best = 0;
    double least = Double.POSITIVE_INFINITY;
    for (int i = 0; i < members.length; i++) {
      double sum = Arrays.stream(distance[i]).sum();
      if (sum < least) {
        best = i;
        least = sum;
      }
    }
    return members[best];
  }
}
