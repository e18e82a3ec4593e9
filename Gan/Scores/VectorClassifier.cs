using GanFromScratch.Engine;
using GanFromScratch.Engine.Autograd;
using GanFromScratch.Engine.Devices;
using GanFromScratch.Gan.Data;
using GanFromScratch.Gan.Training;
using GanFromScratch.Layers;

namespace GanFromScratch.Gan.Scores;

/// <summary>A small network that guesses a class from a vector, trained by cross-entropy: what scores of rows, series and codes ask.
/// </summary>
internal static class VectorClassifier
{
    private const int Hidden = 64, Kernel = 5, Stride = 2, MostInBatch = 64, OfProbe = 512, Steps = 1500, Chunk = 1024;

    private const float Rate = 3e-3f, RateOfProbe = 1e-2f;

    /// <summary>The epoch of the order in which <see cref="Discriminative"/> parts vectors.</summary>
    private const uint Parting = uint.MaxValue - 1;

    /// <summary>The share of vectors whose class a classifier guesses that was trained on others.</summary>
    /// <param name="shape">Of a vector: (size), or (columns, length) of a series.</param>
    /// <param name="vectors">Training vectors, N × size.</param>
    /// <param name="classes">Of each.</param>
    /// <param name="others">Vectors to guess, M × size.</param>
    /// <param name="right">Their classes.</param>
    /// <param name="count">Number of classes.</param>
    /// <param name="linear">A linear probe (Alain, Bengio 2016): one dense layer, for vectors that must tell the class by themselves.
    /// </param>
    public static double Accuracy(
        Shape shape, float[] vectors, int[] classes, float[] others, int[] right, int count, ulong seed, Device device,
        bool linear = false)
    {
        int size = shape.Size;
        using var random = new RandomSource(device, seed);
        using Sequential network = linear ? new(new Dense(size, count, random)) : Network(shape, count, random);
        (int most, float rate) = linear ? (OfProbe, RateOfProbe) : (MostInBatch, Rate);
        int batch = Math.Min(most, classes.Length);
        using (var training = new VectorTraining(network, shape, device, vectors, classes, batch, rate, seed))
            training.Advance(Steps);
        network.Eval();
        using var noGrad = new NoGradScope();
        int found = 0;
        for (int done = 0; done < right.Length; done += Chunk)
        {
            using var scope = new TensorScope();
            int n = Math.Min(Chunk, right.Length - done);
            float[] guesses = network.Forward(Tensor.From(device, [n, .. shape], others.AsSpan(done * size, n * size))).ArgMax().ToArray();
            for (int i = 0; i < n; i++)
                found += (int)guesses[i] == right[done + i] ? 1 : 0;
        }

        return found / (double)right.Length;
    }

    /// <summary>
    /// The discriminative score of TimeGAN (Yoon et al. 2019): |accuracy − ½| of a classifier that tells two sets apart, on a third of both
    /// that it was not trained on; 0 if they are alike.
    /// </summary>
    /// <param name="shape">Of a vector: (size), or (columns, length) of a series.</param>
    /// <param name="a">N × size.</param>
    /// <param name="b">M × size.</param>
    public static double Discriminative(float[] a, float[] b, Shape shape, ulong seed, Device device)
    {
        int size = shape.Size;
        int each = Math.Min(a.Length, b.Length) / size;
        float[] both = [.. Some(a), .. Some(b)];
        int[] order = Shuffle.Epoch(2 * each, seed, Parting);
        int[] tested = order[..(order.Length / 3)], trained = order[(order.Length / 3)..];
        double accuracy = Accuracy(shape, Of(both, trained), Sets(trained), Of(both, tested), Sets(tested), 2, seed, device);
        return Math.Abs(accuracy - 0.5);

        float[] Some(float[] set) => Of(set, Shuffle.Epoch(set.Length / size, seed, Parting)[..each]);

        int[] Sets(int[] rows) => Array.ConvertAll(rows, row => row < each ? 0 : 1);

        float[] Of(float[] set, int[] rows)
        {
            float[] values = new float[rows.Length * size];
            for (int i = 0; i < rows.Length; i++)
                set.AsSpan(rows[i] * size, size).CopyTo(values.AsSpan(i * size));
            return values;
        }
    }

    /// <summary>Two dense hidden layers, or two convolutions over time.</summary>
    private static Sequential Network(Shape shape, int count, RandomSource random)
    {
        if (shape.Rank == 1)
            return new Sequential(
                new Dense(shape.Size, Hidden, random), new Relu(), new Dense(Hidden, Hidden, random), new Relu(),
                new Dense(Hidden, count, random));
        var features = new Sequential(
            new Conv1d(shape[0], Hidden / 2, Kernel, random, Stride), new Relu(), new Conv1d(Hidden / 2, Hidden, Kernel, random, Stride),
            new Relu(), new Flatten());
        int size = features.OutputShape([1, .. shape])[1];
        return new Sequential(features, new Dense(size, count, random));
    }

    private sealed class VectorTraining : LossTraining
    {
        private readonly Sequential network;
        private readonly float[] vectors, staging, labels;
        private readonly int[] classes;
        private readonly int size;
        private readonly Tensor inputs, targets;

        public VectorTraining(
            Sequential network, Shape shape, Device device, float[] vectors, int[] classes, int batch, float rate, ulong seed)
            : base(network, device, classes.Length, batch, Steps, rate, seed)
        {
            (this.network, this.vectors, this.classes, size) = (network, vectors, classes, shape.Size);
            (staging, labels) = (new float[batch * size], new float[batch]);
            inputs = Tensor.Persistent(device, [labels.Length, .. shape]);
            targets = Tensor.Persistent(device, [labels.Length]);
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
