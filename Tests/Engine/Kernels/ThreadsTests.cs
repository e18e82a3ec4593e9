using GanFromScratch.Engine;
using GanFromScratch.Engine.Devices.Cpu;
using GanFromScratch.Engine.Kernels.Resample;
using GanFromScratch.Tests.Support;

namespace GanFromScratch.Tests.Engine.Kernels;

/// <summary>The number of threads must not be seen in a result.</summary>
public class ThreadsTests
{
    [Test]
    public void One_two_and_three_threads_give_the_same_bits()
    {
        float[]? first = null;
        foreach (int threads in new[] { 1, 2, 3 })
        {
            using var device = new CpuDevice(threads);
            float[] bits = Work(device);
            Assert.That(bits.AsSpan().SequenceEqual(first ??= bits), $"{threads} threads");
            Assert.That(bits, Has.None.NaN);
        }
    }

    private static float[] Work(CpuDevice device)
    {
        using var scope = new GanFromScratch.Engine.Devices.TensorScope();
        Tensor Leaf(Shape shape, int seed)
        {
            Tensor t = Tensor.From(device, shape, Numbers.Uniform(shape.Size, -1, 1, seed));
            t.RequiresGrad = true;
            return t;
        }

        Tensor x = Leaf([64, 1024], 1), gamma = Leaf([1024], 2), beta = Leaf([1024], 3), images = Leaf([16, 12, 100], 4),
        table = Leaf([50, 700], 5);
        Tensor pixels = Leaf([4, 6, 30, 34], 8), channelGamma = Leaf([12], 6), runningMean = Tensor.Zeros(device, [1024]),
        runningVariance = Tensor.Ones(device, [1024]);
        Tensor indices = Tensor.From(
            device, [300], Numbers.Indices(300, 50)), classes = Tensor.From(device, [64], Numbers.Indices(64, 1024));
        Tensor target = Tensor.From(device, [64, 1024], Numbers.Uniform(65536, 0, 1, 7));

        Tensor normal = x.BatchNorm(
            gamma, beta, runningMean, runningVariance, true), channels = images.BatchNorm(channelGamma, null, null, null, true);
        Tensor rows = table.GatherRows(indices), pooled = pixels.MaxPool2d(new PoolSizes(3, 2, 1));
        Tensor resampled = pixels.Upsample(60, 68).AvgPool2d(new PoolSizes(3)) * pooled.Upsample(
            20, 22, UpsampleMode.Bilinear).InstanceNorm();
        Tensor[] parts =
        [
            normal.Sigmoid()
                .BinaryCrossEntropy(target), normal.BinaryCrossEntropyWithLogits(target), normal.MeanSquaredError(target),
                normal.L1Loss(target),
            normal.CrossEntropy(classes), (normal.Softmax() * target).Sum(), (
                normal.LogSoftmax(0) * target).Mean(), (rows * rows).Sum(), channels.Square().Tanh().Sum(),
            (
                resampled * resampled.AdaptiveAvgPool2d(1, 1)).Sum(), normal.Variance([0]).Max(), normal.Transpose().Reshape(-1,
                64).Permute(1, 0).Slice(1, 3, 600).Sum([1]).Square().Mean(), x.Sum(),
        ];
        Tensor loss = parts[0];
        foreach (Tensor part in parts[1..])
            loss += part;
        loss.Backward();
        Tensor[] leaves = [x, gamma, beta, images, pixels, table, channelGamma];
        return
        [
            .. parts.SelectMany(p => p.ToArray()), .. leaves.SelectMany(l => l.Grad!.ToArray()), .. runningMean.ToArray(),
            .. runningVariance.ToArray(),
            .. normal.ArgMax().ToArray(),
        ];
    }
}
