using GanFromScratch.Gan;
using GanFromScratch.Gan.Data;

namespace GanFromScratch.Tests.Gan.Reports;

/// <summary>Runs of a few steps, made by the trainer itself, in the folder "run" of the current one.</summary>
internal static class ReportRuns
{
    /// <summary>The MNIST GAN on noise: two epochs of ten steps.</summary>
    public static void Gray()
    {
        Images([40, 28, 28]);
        Train("--data images --batch 4 --epochs 2 --sample-count 4");
    }

    /// <summary>DCGAN on noise in colour: two epochs of ten steps.</summary>
    public static void Colour()
    {
        Images([40, 3, 32, 32]);
        Train("--model dcgan --data images --batch 4 --epochs 2 --sample-count 4");
    }

    /// <summary>Points of the plane.</summary>
    public static void Points(int epochs = 3) => Train($"--model toy2d --batch 1000 --epochs {epochs} --sample-count 50");

    private static void Images(int[] dimensions)
    {
        byte[] pixels = new byte[dimensions.Aggregate(1, (product, size) => product * size)];
        new Random(1).NextBytes(pixels);
        IdxFile.Write("images", dimensions, pixels);
    }

    private static void Train(string options)
    {
        TextWriter output = Console.Out;
        Console.SetOut(TextWriter.Null);
        try
        {
            Assert.That(Program.Main($"train {options} --sample-every 1e --device cpu --out run".Split(' ')), Is.Zero);
        }
        finally
        {
            Console.SetOut(output);
        }
    }
}
