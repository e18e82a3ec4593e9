using GanFromScratch.Engine;
using GanFromScratch.Engine.Autograd;
using GanFromScratch.Engine.Devices;
using GanFromScratch.Gan.Data;
using GanFromScratch.Gan.Training;
using GanFromScratch.Layers;

namespace GanFromScratch.Gan.Scores;

/// <summary>A small network that guesses a class from a vector, trained by cross-entropy: what scores of rows and series ask.</summary>
internal static class VectorClassifier
{
    private const int Hidden = 64, Batch = 64, Steps = 1500, Chunk = 1024;

    private const float Rate = 3e-3f;

    /// <summary>The epoch of the order in which <see cref="Discriminative"/> parts vectors.</summary>
    private const uint Parting = uint.MaxValue - 1;

    /// <summary>The share of vectors whose class a classifier guesses that was trained on others.</summary>
    /// <param name="vectors">Training vectors, N × size, at least a batch of 64.</param>
    /// <param name="classes">Of each.</param>
    /// <param name="others">Vectors to guess, M × size.</param>
    /// <param name="right">Their classes.</param>
    /// <param name="count">Number of classes.</param>
    public static double Accuracy(
        float[] vectors, int[] classes, float[] others, int[] right, int count, ulong seed, Device device)
    {
        int size = vectors.Length / classes.Length;
        using var random = new RandomSource(device, seed);
        using var network = new Sequential(
            new Dense(size, Hidden, random), new Relu(), new Dense(Hidden, Hidden, random), new Relu(), new Dense(Hidden, count, random));
        using (var training = new VectorTraining(network, device, vectors, classes, seed))
            training.Advance(Steps);
        network.Eval();
        using var noGrad = new NoGradScope();
        int found = 0;
        for (int done = 0; done < right.Length; done += Chunk)
        {
            using var scope = new TensorScope();
            int n = Math.Min(Chunk, right.Length - done);
            float[] guesses = network.Forward(Tensor.From(device, [n, size], others.AsSpan(done * size, n * size))).ArgMax().ToArray();
            for (int i = 0; i < n; i++)
                found += (int)guesses[i] == right[done + i] ? 1 : 0;
        }

        return found / (double)right.Length;
    }

    /// <summary>
    /// The discriminative score of TimeGAN (Yoon et al. 2019): |accuracy − ½| of a classifier that tells two sets apart, on a third of both
    /// that it was not trained on; 0 if they are alike.
    /// </summary>
    /// <param name="a">N × size.</param>
    /// <param name="b">M × size.</param>
    public static double Discriminative(ReadOnlySpan<float> a, ReadOnlySpan<float> b, int size, ulong seed, Device device)
    {
        int each = Math.Min(a.Length, b.Length) / size;
        float[] both = [.. a[..(each * size)], .. b[..(each * size)]];
        int[] order = Shuffle.Epoch(2 * each, seed, Parting);
        int[] tested = order[..(order.Length / 3)], trained = order[(order.Length / 3)..];
        double accuracy = Accuracy(Of(trained), Sets(trained), Of(tested), Sets(tested), 2, seed, device);
        return Math.Abs(accuracy - 0.5);

        int[] Sets(int[] rows) => Array.ConvertAll(rows, row => row < each ? 0 : 1);

        float[] Of(int[] rows)
        {
            float[] values = new float[rows.Length * size];
            for (int i = 0; i < rows.Length; i++)
                both.AsSpan(rows[i] * size, size).CopyTo(values.AsSpan(i * size));
            return values;
        }
    }

    private sealed class VectorTraining : LossTraining
    {
        private readonly Sequential network;
        private readonly float[] vectors, staging, labels = new float[Batch];
        private readonly int[] classes;
        private readonly int size;
        private readonly Tensor inputs, targets;

        public VectorTraining(Sequential network, Device device, float[] vectors, int[] classes, ulong seed)
            : base(network, device, classes.Length, Batch, Steps, Rate, seed)
        {
            (this.network, this.vectors, this.classes, size) = (network, vectors, classes, vectors.Length / classes.Length);
            staging = new float[Batch * size];
            inputs = Tensor.Persistent(device, [Batch, size]);
            targets = Tensor.Persistent(device, [Batch]);
        }

        protected override void Load(ReadOnlySpan<int> indices)
        {
            for (int i = 0; i < indices.Length; i++)
            {
                vectors.AsSpan(indices[i] * size, size).CopyTo(staging.AsSpan(i * size));
                labels[i] = classes[indices[i]];
            }

            inputs.CopyFrom(staging);
            targets.CopyFrom(labels);
        }

        protected override Tensor Loss() => Losses.CrossEntropy(network.Forward(inputs), targets);

        protected override void Release()
        {
            inputs.Dispose();
            targets.Dispose();
        }
    }
}
