using GanFromScratch.Engine;

namespace GanFromScratch.Tests.Engine;

public class ShapeTests
{
    [Test]
    public void Written_as_a_collection_it_has_rank_size_and_sizes()
    {
        Shape shape = [2, 3, 4];
        Assert.Multiple(() =>
        {
            Assert.That(shape.Rank, Is.EqualTo(3));
            Assert.That(shape.Size, Is.EqualTo(24));
            Assert.That(shape[0], Is.EqualTo(2));
            Assert.That(shape[-1], Is.EqualTo(4));
            Assert.That(shape.ToString(), Is.EqualTo("(2, 3, 4)"));
            Assert.That(Of().Size, Is.EqualTo(1), "a single number");
            Assert.That(Of(5, 0, 3).Size, Is.Zero);
        });
    }

    [TestCase(0, new[] { 1, 1, 1 })]
    [TestCase(1, new[] { 2, 1, 1 })]
    [TestCase(3, new[] { 2, 3, 4 })]
    public void From_an_axis_on_it_has_ones(int axis, int[] expected) =>
        Assert.That(Of(2, 3, 4).OnesFrom(axis).ToArray(), Is.EqualTo(expected));

    [Test]
    public void A_batch_of_a_shape_is_written_as_a_spread()
    {
        Shape image = [1, 28, 28], batch = [64, .. image];
        Assert.That(batch.ToArray(), Is.EqualTo(new[] { 64, 1, 28, 28 }));
    }

    [Test]
    public void Equal_sizes_are_equal_shapes()
    {
        Assert.Multiple(() =>
        {
            Assert.That(Of(2, 3) == [2, 3], Is.True);
            Assert.That(Of(2, 3) == [3, 2], Is.False);
            Assert.That(Of(2, 3) == [2, 3, 1], Is.False);
            Assert.That(Of(2, 3).GetHashCode(), Is.EqualTo(Of(2, 3).GetHashCode()));
        });
    }

    [Test]
    public void What_cannot_be_a_shape_is_refused_with_a_sentence()
    {
        Assert.Multiple(() =>
        {
            Assert.That(
                () => Of(1, 1, 1, 1, 1, 1, 1), Throws.InstanceOf<ShapeException>().With.Message.Contains("at most 6 dimensions, got 7"));
            Assert.That(() => Of(2, -1), Throws.InstanceOf<ShapeException>().With.Message.Contains("dimension 1 is -1"));
            Assert.That(() => Of(65536, 65536), Throws.InstanceOf<ShapeException>().With.Message.Contains("(65536, 65536)"));
            Assert.That(() => Of(2, 3)[2], Throws.InstanceOf<ShapeException>().With.Message.Contains("Axis 2 does not exist"));
        });
    }

    [TestCase(new[] { 2, 3 }, new[] { 3 }, new[] { 2, 3 })]
    [TestCase(new[] { 2, 1 }, new[] { 1, 3 }, new[] { 2, 3 })]
    [TestCase(new int[0], new[] { 4, 5 }, new[] { 4, 5 })]
    [TestCase(new[] { 0, 3 }, new[] { 1 }, new[] { 0, 3 })]
    [TestCase(new[] { 1 }, new[] { 0 }, new[] { 0 })]
    public void Broadcasting_follows_the_rules_of_NumPy(int[] a, int[] b, int[] expected)
    {
        Assert.That(Shape.Broadcast(Shape.Create(a), Shape.Create(b), "test").ToArray(), Is.EqualTo(expected));
        Assert.That(Shape.Broadcast(Shape.Create(b), Shape.Create(a), "test").ToArray(), Is.EqualTo(expected));
    }

    [Test]
    public void Shapes_that_do_not_broadcast_are_refused_by_name() =>
        Assert.That(
            () => Shape.Broadcast([2, 3], [4], "Add"),
            Throws.InstanceOf<ShapeException>().With.Message.Contains("Add: shapes (2, 3) and (4)"));

    private static Shape Of(params ReadOnlySpan<int> sizes) => Shape.Create(sizes);
}
